package io.entdb.backup.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RecordView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record as one line of JSON. */
final class ArchiveLine {
  private ArchiveLine() {}

  static void write(JsonGenerator json, LogEntry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("partition", entry.position().partition());
    json.writeNumberField("n", entry.position().n());
    json.writeNumberField("time_ms", entry.brokerTime());
    json.writeStringField("time", Instant.ofEpochMilli(entry.brokerTime()).toString());
    json.writeStringField("key", entry.key());
    if (!entry.headers().isEmpty()) {
      json.writeArrayFieldStart("headers");
      for (LogEntry.Header header : entry.headers()) {
        json.writeStartObject();
        json.writeStringField("name", header.name());
        json.writeBinaryField("value", header.value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeBinaryField("record", entry.value());
    json.writeFieldName("view");
    json.writeRawValue(JsonWriter.canonical(RecordView.of(entry.value())));
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** The record of the next line; null = there is none. */
  static @Nullable LogEntry read(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == null) {
      return null;
    }
    expect(first == JsonToken.START_OBJECT, "a record");
    long partition = -1;
    long n = -1;
    long time = Long.MIN_VALUE;
    String key = null;
    byte[] value = null;
    List<LogEntry.Header> headers = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "partition" -> partition = json.getLongValue();
        case "n" -> n = json.getLongValue();
        case "time_ms" -> time = json.getLongValue();
        case "key" -> key = json.getText();
        case "record" -> value = json.getBinaryValue();
        case "headers" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            headers.add(header(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (n < 0 || time == Long.MIN_VALUE || key == null || value == null) {
      throw new IOException("expected all of a record");
    }
    return new LogEntry(
        new WalPosition(Math.toIntExact(partition), n), -1, time, key, value, headers);
  }

  private static LogEntry.Header header(JsonParser json) throws IOException {
    String name = "";
    byte[] value = new byte[0];
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = json.getText();
        case "value" -> value = json.getBinaryValue();
        default -> json.skipChildren();
      }
    }
    return new LogEntry.Header(name, value);
  }

  private static void expect(boolean isSo, String expected) throws IOException {
    if (!isSo) {
      throw new IOException("expected " + expected);
    }
  }
}
