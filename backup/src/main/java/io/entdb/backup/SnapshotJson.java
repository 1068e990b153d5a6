package io.entdb.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.store.StoreReport.Counts;
import java.io.IOException;
import java.util.List;

/** A snapshot's manifest as sealed JSON. */
final class SnapshotJson {
  /** Without patches: what it names is all that it needs. */
  private static final int FORMAT_WHOLE = 1;

  private static final int FORMAT_PATCHED = 2;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SnapshotJson() {}

  static byte[] write(SnapshotManifest manifest) {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", format(manifest));
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

  private static int format(SnapshotManifest manifest) {
    boolean isPatched =
        manifest.image().chunks().stream().anyMatch(c -> ChunkNames.baseOf(c).isPresent());
    return isPatched ? FORMAT_PATCHED : FORMAT_WHOLE;
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
    long format = fields.number("format");
    if (format != FORMAT_WHOLE && format != FORMAT_PATCHED) {
      throw new IOException("expected format 1 or 2, found " + format);
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
            chunks(image)),
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

  private static List<String> chunks(JsonFields image) throws IOException {
    List<String> chunks = image.texts("chunks");
    for (String chunk : chunks) {
      if (!ChunkNames.isName(chunk)) {
        throw new IOException("field chunks has an item that is no name of a chunk: " + chunk);
      }
    }
    return chunks;
  }
}
