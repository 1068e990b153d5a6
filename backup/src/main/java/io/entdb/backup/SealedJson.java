package io.entdb.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * JSON objects of one line that end in the SHA-256 of everything before that member, so that any
 * changed byte is noticed.
 */
public final class SealedJson {
  /** Makes all parsers and generators of this module. */
  public static final JsonFactory JSON = new JsonFactory();

  private static final String SEAL_START = ",\"sha256\":\"";
  private static final String SEAL_END = "\"}\n";
  private static final int SEAL_BYTES = SEAL_START.length() + Sha256.HEX_CHARS + SEAL_END.length();

  private SealedJson() {}

  /** Writes the members of an object, at least one. */
  @FunctionalInterface
  public interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** The object with its seal. */
  public static byte[] write(Members members) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.writeStartObject();
      members.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    byte[] open = out.toByteArray();
    out.writeBytes(seal(open, open.length));
    return out.toByteArray();
  }

  /** Checks the seal of an object that stands under a name. */
  public static void check(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    int sealed = bytes.length - SEAL_BYTES;
    if (sealed < 0
        || !Arrays.equals(seal(bytes, sealed), Arrays.copyOfRange(bytes, sealed, bytes.length))) {
      throw new ObjectCorruptException(name, "its checksum is not that of its content");
    }
  }

  private static byte[] seal(byte[] bytes, int length) {
    return (SEAL_START + Sha256.hex(bytes, length) + SEAL_END).getBytes(US_ASCII);
  }
}
