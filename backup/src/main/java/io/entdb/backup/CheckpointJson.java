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
 * A manifest as compact JSON in one line. It ends in the SHA-256 of everything before it, so that
 * any changed byte is noticed.
 */
final class CheckpointJson {
  static final int FORMAT = 1;
  static final JsonFactory JSON = new JsonFactory();

  private static final String SEAL_START = ",\"sha256\":\"";
  private static final String SEAL_END = "\"}\n";
  private static final int SEAL_BYTES = SEAL_START.length() + Sha256.HEX_CHARS + SEAL_END.length();

  private CheckpointJson() {}

  static byte[] write(CheckpointManifest manifest) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeNumberField("partition", manifest.partition());
      json.writeNumberField("n", manifest.n());
      json.writeNumberField("created_at_ms", manifest.createdAtMs());
      json.writeArrayFieldStart("tenants");
      for (TenantCheckpoint tenant : manifest.tenants()) {
        write(json, tenant);
      }
      json.writeEndArray();
      json.writeNumberField("tenant_count", manifest.tenants().size());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    byte[] open = out.toByteArray();
    out.writeBytes(seal(open, open.length));
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, TenantCheckpoint tenant) throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", tenant.tenant().value());
    json.writeNumberField("incarnation", tenant.incarnation());
    json.writeNumberField("last_n", tenant.lastRecordN());
    json.writeStringField("digest", tenant.digest());
    json.writeNumberField("tenant_time_ms", tenant.tenantTime());
    if (tenant.image().isPresent()) {
      ImageRef image = tenant.image().get();
      json.writeObjectFieldStart("image");
      json.writeNumberField("n", image.n());
      json.writeStringField("digest", image.digest());
      json.writeNumberField("bytes", image.bytes());
      json.writeNumberField("chunk_bytes", image.chunkBytes());
      json.writeArrayFieldStart("chunks");
      for (String chunk : image.chunks()) {
        json.writeString(chunk);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    if (tenant.work().followUpsWait()) {
      json.writeBooleanField("follow_ups_wait", true);
    }
    if (tenant.work().dueAt() != Long.MAX_VALUE) {
      json.writeNumberField("due_at_ms", tenant.work().dueAt());
    }
    if (tenant.parked().isPresent()) {
      json.writeObjectFieldStart("parked");
      json.writeNumberField("n", tenant.parked().get().n());
      json.writeStringField("reason", tenant.parked().get().reason());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static byte[] seal(byte[] bytes, int length) {
    return (SEAL_START + Sha256.hex(bytes, length) + SEAL_END).getBytes(US_ASCII);
  }

  /** Reads a manifest that stands under a name, and checks that it is the one of that name. */
  static CheckpointManifest read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    int sealed = bytes.length - SEAL_BYTES;
    if (sealed < 0
        || !Arrays.equals(seal(bytes, sealed), Arrays.copyOfRange(bytes, sealed, bytes.length))) {
      throw new ObjectCorruptException(name, "its checksum is not that of its content");
    }
    CheckpointManifest manifest;
    try {
      manifest = new CheckpointJsonReader(bytes).read();
    } catch (IOException | IllegalArgumentException e) {
      throw new ObjectCorruptException(name, "it is no checkpoint: " + e.getMessage(), e);
    }
    if (!CheckpointNames.manifest(manifest.partition(), manifest.n()).equals(name)) {
      throw new ObjectCorruptException(
          name, "it is the checkpoint at " + manifest.partition() + ":" + manifest.n());
    }
    return manifest;
  }
}
