package io.entdb.model.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON value. Equal values have equal canonical texts ({@link JsonWriter#canonical}). */
public sealed interface JsonValue {
  /** The null. */
  record Null() implements JsonValue {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements JsonValue {}

  /** A number, digit for digit; trailing zeros do not count. */
  record Num(BigDecimal value) implements JsonValue {
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    public static Num of(long value) {
      return new Num(BigDecimal.valueOf(value));
    }
  }

  /** A string. */
  record Text(String value) implements JsonValue {}

  /** An array. */
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** An object, its keys in order of UTF-16 code units. */
  record Obj(SortedMap<String, JsonValue> members) implements JsonValue {
    public Obj {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    public static Obj of(Map<String, ? extends JsonValue> members) {
      return new Obj(new TreeMap<>(members));
    }

    /** An object of strings. */
    public static Obj ofTexts(Map<String, String> members) {
      var texts = new TreeMap<String, JsonValue>();
      members.forEach((key, text) -> texts.put(key, new Text(text)));
      return new Obj(texts);
    }
  }

  /** What it is, for messages: {@code a string}, {@code an object} … */
  default String what() {
    return switch (this) {
      case Null _ -> "null";
      case Bool _ -> "a boolean";
      case Num _ -> "a number";
      case Text _ -> "a string";
      case Arr _ -> "an array";
      case Obj _ -> "an object";
    };
  }

  /** Its levels: 1 for a scalar, one more for each array or object around it. */
  default int depth() {
    return switch (this) {
      case Null _, Bool _, Num _, Text _ -> 1;
      case Arr(List<JsonValue> items) ->
          1 + items.stream().mapToInt(JsonValue::depth).max().orElse(0);
      case Obj(SortedMap<String, JsonValue> members) ->
          1 + members.values().stream().mapToInt(JsonValue::depth).max().orElse(0);
    };
  }
}
