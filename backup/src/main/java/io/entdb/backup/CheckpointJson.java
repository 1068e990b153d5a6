package io.entdb.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.io.IOException;

/** A manifest as sealed JSON. */
final class CheckpointJson {
  static final int FORMAT = 1;

  private CheckpointJson() {}

  static byte[] write(CheckpointManifest manifest) {
    return SealedJson.write(json -> write(json, manifest));
  }

  private static void write(JsonGenerator json, CheckpointManifest manifest) throws IOException {
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

  /** Reads a manifest that stands under a name, and checks that it is the one of that name. */
  static CheckpointManifest read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    SealedJson.check(name, bytes);
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
