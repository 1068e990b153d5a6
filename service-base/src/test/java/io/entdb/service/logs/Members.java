package io.entdb.service.logs;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the members of a line in their order. */
final class Members implements LogLine.Members<RuntimeException> {
  final Map<String, Object> written = new LinkedHashMap<>();

  @Override
  public void text(String name, String value) {
    put(name, value);
  }

  @Override
  public void number(String name, long value) {
    put(name, value);
  }

  private void put(String name, Object value) {
    if (written.put(name, value) != null) {
      throw new IllegalStateException(name + " is written twice");
    }
  }
}
