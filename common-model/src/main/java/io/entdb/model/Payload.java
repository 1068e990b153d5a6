package io.entdb.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by field id, in rising order of id. */
public record Payload(SortedMap<Integer, Value> fields) {
  public static final Payload EMPTY = new Payload(Collections.emptySortedMap());

  public Payload {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  public static Payload of(Map<Integer, Value> fields) {
    return new Payload(new TreeMap<>(fields));
  }

  /** The field's value; null when the field is absent. */
  public @Nullable Value get(int fieldId) {
    return fields.get(fieldId);
  }

  /** This payload with the fields of {@code patch} put over it; nulls are stored, not removed. */
  public Payload mergedWith(Payload patch) {
    var merged = new TreeMap<>(fields);
    merged.putAll(patch.fields);
    return new Payload(merged);
  }
}
