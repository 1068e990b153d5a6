package io.entdb.store.sqlite;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A sum modulo 2^256 of row hashes: the order of rows does not matter, and a row is taken out by
 * subtracting what was added for it.
 */
final class Digest {
  private static final int BYTES = 32;

  /** Least significant first. */
  private final long[] words = new long[4];

  Digest() {}

  Digest(byte[] stored) {
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    for (int i = words.length - 1; i >= 0; i--) {
      words[i] = bytes.getLong();
    }
  }

  Digest copy() {
    return new Digest(bytes());
  }

  void add(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    long carry = 0;
    for (int i = 0; i < words.length; i++) {
      long addend = bytes.getLong(BYTES - 8 * (i + 1));
      long sum = words[i] + addend;
      long withCarry = sum + carry;
      boolean overflowed =
          Long.compareUnsigned(sum, addend) < 0 || Long.compareUnsigned(withCarry, sum) < 0;
      words[i] = withCarry;
      carry = overflowed ? 1 : 0;
    }
  }

  void subtract(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    long borrow = 0;
    for (int i = 0; i < words.length; i++) {
      long subtrahend = bytes.getLong(BYTES - 8 * (i + 1));
      long difference = words[i] - subtrahend;
      long withBorrow = difference - borrow;
      boolean underflowed =
          Long.compareUnsigned(words[i], subtrahend) < 0
              || Long.compareUnsigned(difference, borrow) < 0;
      words[i] = withBorrow;
      borrow = underflowed ? 1 : 0;
    }
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    for (int i = words.length - 1; i >= 0; i--) {
      bytes.putLong(words[i]);
    }
    return bytes.array();
  }

  String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
