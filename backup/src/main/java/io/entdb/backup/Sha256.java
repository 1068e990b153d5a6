package io.entdb.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 hex digits. */
public final class Sha256 {
  /** Hex digits of one. */
  public static final int HEX_CHARS = 64;

  private Sha256() {}

  /** Of a whole array. */
  public static String hex(byte[] bytes) {
    return hex(bytes, bytes.length);
  }

  /** Of the first bytes of an array. */
  public static String hex(byte[] bytes, int length) {
    MessageDigest digest = digest();
    digest.update(bytes, 0, length);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
