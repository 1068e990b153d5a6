package io.entdb.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 of a secret of 256 random bits: all that is kept of it. */
public final class SecretHash {
  private static final int BYTES = 32;

  private final byte[] bytes;

  /**
   * A hash as it is kept.
   *
   * @throws InvalidException when it has another length than 32 bytes
   */
  public SecretHash(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new InvalidException("a secret's hash has " + BYTES + " bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  public static SecretHash of(String secret) {
    try {
      return new SecretHash(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Whether it is the hash of a secret; takes as long for a wrong one as for the right one. */
  public boolean isOf(String secret) {
    return MessageDigest.isEqual(bytes, of(secret).bytes);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Says nothing of the hash: it ends up in logs. */
  @Override
  public String toString() {
    return "SecretHash";
  }
}
