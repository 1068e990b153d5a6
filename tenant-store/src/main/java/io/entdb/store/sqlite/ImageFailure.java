package io.entdb.store.sqlite;

import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageUnavailableException;

/** An image that a record names cannot be used. */
public final class ImageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImageFailure(ImageUnavailableException cause) {
    super(cause.getMessage(), cause);
  }

  ImageFailure(ImageDamagedException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether it is there, and wrong for good. */
  boolean isDamage() {
    return getCause() instanceof ImageDamagedException;
  }
}
