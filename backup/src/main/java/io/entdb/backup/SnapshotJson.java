package io.entdb.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.store.StoreReport.Counts;
import java.io.IOException;

/** A snapshot's manifest as sealed JSON. */
final class SnapshotJson {
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SnapshotJson() {}

  static byte[] write(SnapshotManifest manifest) {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("tenant", manifest.tenant().value());
          json.writeStringField("id", manifest.id().toString());
          json.writeNumberField("partition", manifest.partition());
          json.writeNumberField("n", manifest.n());
          json.writeNumberField("incarnation", manifest.incarnation());
          json.writeNumberField("tenant_time_ms", manifest.tenantTimeMs());
          json.writeStringField("schema_fingerprint", manifest.schemaFingerprint());
          json.writeNumberField("nodes", manifest.counts().nodes());
          json.writeNumberField("live_nodes", manifest.counts().liveNodes());
          json.writeNumberField("edges", manifest.counts().edges());
          json.writeNumberField("members", manifest.counts().members());
          json.writeNumberField("outcomes", manifest.counts().outcomes());
          json.writeNumberField("compared_digests", manifest.compared());
          json.writeNumberField("follows_n", manifest.followsN());
          json.writeNumberField("created_at_ms", manifest.createdAtMs());
          json.writeNumberField("rules_version", manifest.rulesVersion());
          json.writeObjectFieldStart("image");
          json.writeNumberField("n", manifest.image().n());
          json.writeStringField("digest", manifest.image().digest());
          json.writeNumberField("bytes", manifest.image().bytes());
          json.writeNumberField("chunk_bytes", manifest.image().chunkBytes());
          json.writeArrayFieldStart("chunks");
          for (String chunk : manifest.image().chunks()) {
            json.writeString(chunk);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static SnapshotManifest read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    SealedJson.check(name, bytes);
    SnapshotManifest manifest;
    try {
      manifest = read(new JsonFields(MAPPER.readTree(bytes)));
    } catch (IOException | IllegalArgumentException e) {
      throw new ObjectCorruptException(name, "it is no snapshot: " + e.getMessage(), e);
    }
    if (!SnapshotNames.manifest(manifest.tenant(), manifest.id()).equals(name)) {
      throw new ObjectCorruptException(
          name, "it is snapshot %s of %s".formatted(manifest.id(), manifest.tenant()));
    }
    return manifest;
  }

  private static SnapshotManifest read(JsonFields fields) throws IOException {
    if (fields.number("format") != FORMAT) {
      throw new IOException("expected format 1, found " + fields.number("format"));
    }
    String id = fields.text("id");
    JsonFields image = fields.object("image");
    return new SnapshotManifest(
        new TenantId(fields.text("tenant")),
        SnapshotId.parse(id).orElseThrow(() -> new IOException("no id of a snapshot: " + id)),
        Math.toIntExact(fields.number("partition")),
        fields.number("incarnation"),
        new ImageRef(
            image.number("n"),
            image.text("digest"),
            image.number("bytes"),
            Math.toIntExact(image.number("chunk_bytes")),
            image.texts("chunks")),
        fields.number("tenant_time_ms"),
        fields.text("schema_fingerprint"),
        new Counts(
            fields.number("nodes"),
            fields.number("live_nodes"),
            fields.number("edges"),
            fields.number("members"),
            fields.number("outcomes")),
        Math.toIntExact(fields.number("compared_digests")),
        fields.number("follows_n"),
        fields.number("created_at_ms"),
        Math.toIntExact(fields.number("rules_version")));
  }
}
