package io.entdb.store;

/**
 * A record needs an image that cannot be had now. The store is sound, nothing was applied; the same
 * call may succeed later.
 */
public final class ImageUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  public ImageUnavailableException(String message) {
    super(message);
  }

  public ImageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
