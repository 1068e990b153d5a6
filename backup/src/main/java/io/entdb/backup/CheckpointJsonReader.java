package io.entdb.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.entdb.model.TenantId;
import io.entdb.store.StoreState.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one manifest token by token. Fields that it does not know are passed over. */
final class CheckpointJsonReader {
  private final byte[] bytes;

  CheckpointJsonReader(byte[] bytes) {
    this.bytes = bytes;
  }

  CheckpointManifest read() throws IOException {
    long format = -1;
    long partition = -1;
    long n = -1;
    long createdAtMs = 0;
    long count = -1;
    List<TenantCheckpoint> tenants = new ArrayList<>();
    try (JsonParser json = SealedJson.JSON.createParser(bytes)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, "an object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "format" -> format = json.getLongValue();
          case "partition" -> partition = json.getLongValue();
          case "n" -> n = json.getLongValue();
          case "created_at_ms" -> createdAtMs = json.getLongValue();
          case "tenants" -> {
            expect(json.currentToken() == JsonToken.START_ARRAY, "an array of tenants");
            while (json.nextToken() == JsonToken.START_OBJECT) {
              tenants.add(tenant(json));
            }
          }
          case "tenant_count" -> count = json.getLongValue();
          default -> json.skipChildren();
        }
      }
    }
    expect(format == CheckpointJson.FORMAT, "format 1, but found " + format);
    expect(count == tenants.size(), "%d tenants, but found %d".formatted(count, tenants.size()));
    return new CheckpointManifest(Math.toIntExact(partition), n, createdAtMs, tenants);
  }

  private static TenantCheckpoint tenant(JsonParser json) throws IOException {
    String tenant = "";
    long incarnation = -1;
    long lastN = Long.MIN_VALUE;
    String digest = "";
    long time = Long.MIN_VALUE;
    Optional<ImageRef> image = Optional.empty();
    Optional<ParkedAt> parked = Optional.empty();
    boolean followUpsWait = false;
    long dueAt = Long.MAX_VALUE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "tenant" -> tenant = json.getText();
        case "incarnation" -> incarnation = json.getLongValue();
        case "last_n" -> lastN = json.getLongValue();
        case "digest" -> digest = json.getText();
        case "tenant_time_ms" -> time = json.getLongValue();
        case "image" -> image = Optional.of(image(json));
        case "parked" -> parked = Optional.of(parked(json));
        case "follow_ups_wait" -> followUpsWait = json.getBooleanValue();
        case "due_at_ms" -> dueAt = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    expect(incarnation >= 0 && lastN >= -1 && time > Long.MIN_VALUE, "all fields of " + tenant);
    return new TenantCheckpoint(
        new TenantId(tenant),
        incarnation,
        image,
        lastN,
        digest,
        time,
        parked,
        new Work(followUpsWait, dueAt));
  }

  private static ImageRef image(JsonParser json) throws IOException {
    long n = Long.MIN_VALUE;
    String digest = "";
    long bytes = -1;
    int chunkBytes = -1;
    List<String> chunks = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "n" -> n = json.getLongValue();
        case "digest" -> digest = json.getText();
        case "bytes" -> bytes = json.getLongValue();
        case "chunk_bytes" -> chunkBytes = json.getIntValue();
        case "chunks" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            chunks.add(json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new ImageRef(n, digest, bytes, chunkBytes, chunks);
  }

  private static ParkedAt parked(JsonParser json) throws IOException {
    long n = Long.MIN_VALUE;
    String reason = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "n" -> n = json.getLongValue();
        case "reason" -> reason = json.getText();
        default -> json.skipChildren();
      }
    }
    return new ParkedAt(n, reason);
  }

  private static void expect(boolean isSo, String expected) throws IOException {
    if (!isSo) {
      throw new IOException("expected " + expected);
    }
  }
}
