package io.entdb.service.logs;

import io.quarkiverse.loggingjson.JsonGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the members of one flat object in their order; refuses everything else. */
final class Members implements JsonGenerator {
  final Map<String, Object> written = new LinkedHashMap<>();

  private void put(String name, Object value) {
    if (written.put(name, value) != null) {
      throw new IllegalStateException(name + " is written twice");
    }
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a line is a flat object of texts and whole numbers");
  }

  @Override
  public void writeStringField(String name, String value) {
    put(name, value);
  }

  @Override
  public void writeNumberField(String name, long value) {
    put(name, value);
  }

  @Override
  public void writeStartObject() {
    throw refused();
  }

  @Override
  public void writeEndObject() {
    throw refused();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public void writeFieldName(String name) {
    throw refused();
  }

  @Override
  public void writeObject(Object value) {
    throw refused();
  }

  @Override
  public void writeObjectFieldStart(String name) {
    throw refused();
  }

  @Override
  public void writeObjectField(String name, Object value) {
    throw refused();
  }

  @Override
  public void writeArrayFieldStart(String name) {
    throw refused();
  }

  @Override
  public void writeEndArray() {
    throw refused();
  }

  @Override
  public void writeString(String value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, short value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, int value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, BigInteger value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, float value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, double value) {
    throw refused();
  }

  @Override
  public void writeNumberField(String name, BigDecimal value) {
    throw refused();
  }
}
