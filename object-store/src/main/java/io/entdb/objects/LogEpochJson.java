package io.entdb.objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** {@code {"epoch":0,"topic":"entdb-wal","topic_id":"…","created_at":"2026-01-02T03:04:05Z"}}. */
final class LogEpochJson {
  private static final JsonFactory JSON = new JsonFactory();

  private LogEpochJson() {}

  static byte[] write(LogEpoch epoch) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("epoch", epoch.number());
      json.writeStringField("topic", epoch.topic());
      json.writeStringField("topic_id", epoch.topicId());
      json.writeStringField("created_at", epoch.createdAt().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  static LogEpoch read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        fields.put(field, json.nextToken().isScalarValue() ? json.getText() : "");
      }
      return new LogEpoch(
          Integer.parseInt(field(fields, "epoch")),
          field(fields, "topic"),
          field(fields, "topic_id"),
          Instant.parse(field(fields, "created_at")));
    } catch (IOException | NumberFormatException | DateTimeException e) {
      throw new ObjectCorruptException(name, "it is no log epoch: " + e.getMessage(), e);
    }
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null || value.isEmpty()) {
      throw new IOException("field " + name + " is missing");
    }
    return value;
  }
}
