package io.entdb.model.record;

import io.entdb.model.InvalidException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 over a client's parsed request and actor: equal for a retry, different for another. */
public record RequestHash(byte[] bytes) {
  public RequestHash {
    if (bytes.length != 32) {
      throw new InvalidException("a request hash has 32 bytes, not " + bytes.length);
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestHash(byte[] others) && Arrays.equals(bytes, others);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
