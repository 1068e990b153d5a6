package io.entdb.backup;

/**
 * A chunk of an image is no longer there: the manifest that named it is no longer kept. Read the
 * newest manifest (download) or upload the image again (publish).
 */
public final class ImageGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageGoneException(String message) {
    super(message);
  }
}
