package io.entdb.model.record;

import java.util.regex.Pattern;

/**
 * An image that a record names. Its content never changes, so it is part of the record's (ADR
 * 0017).
 *
 * @param name of the object that lists the image's chunks
 * @param sha256 of that object's bytes, 64 hex digits
 * @param digest of the state in the image, 64 hex digits
 */
public record RebaseImage(String name, String sha256, String digest) {
  /** Longest name of an object that any store of objects takes. */
  private static final int NAME_CHARS_MAX = 1_024;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Throws {@link IllegalArgumentException} for what is no image. */
  public RebaseImage {
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("an image's name has 1 to 1024 characters");
    }
    if (!HASH.matcher(sha256).matches() || !HASH.matcher(digest).matches()) {
      throw new IllegalArgumentException("an image's hashes have 64 hex digits");
    }
  }
}
