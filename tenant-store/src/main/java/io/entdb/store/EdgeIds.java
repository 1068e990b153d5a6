package io.entdb.store;

import io.entdb.model.InvalidException;
import io.entdb.model.Quoted;
import io.entdb.store.rules.EdgeKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Edge ids: {@code e_} and base64url of (type, length of the source's id, both ids). They can be
 * read back, so that an edge is found by its id without an index.
 */
public final class EdgeIds {
  private static final String PREFIX = "e_";

  private EdgeIds() {}

  public static String of(EdgeKey key) {
    byte[] from = key.from().getBytes(StandardCharsets.UTF_8);
    byte[] to = key.to().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(6 + from.length + to.length);
    bytes.putInt(key.edgeType()).putShort((short) from.length).put(from).put(to);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The edge that an id names.
   *
   * @throws InvalidException when it is no id that {@link #of} makes
   */
  public static EdgeKey parse(String id) {
    try {
      if (id.startsWith(PREFIX)) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id.substring(2)));
        int type = bytes.getInt();
        byte[] from = new byte[Short.toUnsignedInt(bytes.getShort())];
        if (from.length <= bytes.remaining()) {
          bytes.get(from);
          byte[] to = new byte[bytes.remaining()];
          bytes.get(to);
          var key =
              new EdgeKey(
                  type,
                  new String(from, StandardCharsets.UTF_8),
                  new String(to, StandardCharsets.UTF_8));
          if (of(key).equals(id)) {
            return key;
          }
        }
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      // Falls through to the one message below.
    }
    throw new InvalidException("edge id " + Quoted.of(id) + " is not one that this system made");
  }
}
