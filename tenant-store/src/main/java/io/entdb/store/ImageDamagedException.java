package io.entdb.store;

/** An image is there, but is not the one that a record names: the record cannot be applied. */
public final class ImageDamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageDamagedException(String message) {
    super(message);
  }

  public ImageDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
