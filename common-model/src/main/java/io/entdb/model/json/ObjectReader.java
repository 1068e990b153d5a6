package io.entdb.model.json;

import io.entdb.model.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Takes the members of a JSON object one by one, and at the end names those that nobody took. A
 * member that is null counts as left out.
 */
public final class ObjectReader {
  private final String path;
  private final JsonValue.Obj object;
  private final Problems problems;
  private final Set<String> known = new HashSet<>();

  /**
   * Reads a value that is to be an object; one that is not is a problem, then read as empty.
   *
   * @param path where the object stands, for messages; empty = the whole text
   */
  public ObjectReader(String path, JsonValue value, Problems problems) {
    this.path = path;
    this.problems = problems;
    if (value instanceof JsonValue.Obj members) {
      this.object = members;
    } else {
      this.object = JsonValue.Obj.of(java.util.Map.of());
      problems.add(path, "expected an object, not " + value.what());
    }
  }

  /** The path of a member, for messages. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The member; empty when left out or null. */
  public Optional<JsonValue> take(String key) {
    known.add(key);
    JsonValue value = object.members().get(key);
    return value == null || value instanceof JsonValue.Null ? Optional.empty() : Optional.of(value);
  }

  /** Whether the member is there, null or not. */
  public boolean has(String key) {
    return object.members().containsKey(key);
  }

  /** A string; empty when left out. */
  public Optional<String> text(String key) {
    Optional<JsonValue> value = take(key);
    if (value.isPresent() && value.get() instanceof JsonValue.Text(String text)) {
      return Optional.of(text);
    }
    value.ifPresent(other -> problem(key, "expected a string, not " + other.what()));
    return Optional.empty();
  }

  /** A string that must be there. */
  public String requiredText(String key) {
    if (take(key).isEmpty()) {
      problem(key, "is required");
    }
    return text(key).orElse("");
  }

  /** {@code true} or {@code false}; false when left out. */
  public boolean flag(String key) {
    Optional<JsonValue> value = take(key);
    if (value.isPresent() && value.get() instanceof JsonValue.Bool(boolean flag)) {
      return flag;
    }
    value.ifPresent(other -> problem(key, "expected true or false, not " + other.what()));
    return false;
  }

  /** A whole number in a range; empty when left out. */
  public OptionalLong number(String key, long min, long max) {
    Optional<JsonValue> value = take(key);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (value.get() instanceof JsonValue.Num(BigDecimal number)) {
      boolean whole = number.scale() <= 0;
      if (whole
          && number.compareTo(BigDecimal.valueOf(min)) >= 0
          && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
        return OptionalLong.of(number.longValueExact());
      }
      problem(key, JsonWriter.number(number) + " is not a whole number from " + min + " to " + max);
    } else {
      problem(key, "expected a whole number, not " + value.get().what());
    }
    return OptionalLong.empty();
  }

  /** A whole number from 0 to 2^31-1; 0 when left out. */
  public int id(String key) {
    return (int) number(key, 0, Integer.MAX_VALUE).orElse(0);
  }

  /** A whole number from 1 to 2^31-1 that must be there; 0 after a problem. */
  public int requiredId(String key) {
    if (take(key).isEmpty()) {
      problem(key, "is required");
      return 0;
    }
    return (int) number(key, 1, Integer.MAX_VALUE).orElse(0);
  }

  /** The items of an array; empty when left out. */
  public Optional<List<JsonValue>> array(String key) {
    Optional<JsonValue> value = take(key);
    if (value.isPresent() && value.get() instanceof JsonValue.Arr(List<JsonValue> items)) {
      return Optional.of(items);
    }
    value.ifPresent(other -> problem(key, "expected an array, not " + other.what()));
    return Optional.empty();
  }

  /** Visits the items of an array, each with its path; none when left out. */
  public void each(String key, BiConsumer<String, JsonValue> visitor) {
    List<JsonValue> items = array(key).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      visitor.accept(path(key) + "[" + i + "]", items.get(i));
    }
  }

  /** The strings of an array; none when left out. */
  public List<String> texts(String key) {
    var texts = new ArrayList<String>();
    each(
        key,
        (at, item) -> {
          if (item instanceof JsonValue.Text(String text)) {
            texts.add(text);
          } else {
            problems.add(at, "expected a string, not " + item.what());
          }
        });
    return texts;
  }

  /** The whole numbers from 0 to 2^31-1 of an array; none when left out. */
  public List<Integer> ids(String key) {
    var ids = new ArrayList<Integer>();
    each(
        key,
        (at, item) -> {
          if (item instanceof JsonValue.Num(BigDecimal number)
              && number.scale() <= 0
              && number.signum() >= 0
              && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            ids.add(number.intValueExact());
          } else {
            problems.add(at, "expected a whole number from 0 to " + Integer.MAX_VALUE);
          }
        });
    return ids;
  }

  /** Reports a problem with a member. */
  public void problem(String key, String text) {
    problems.add(path(key), text);
  }

  /** Reports every member that was not asked for. */
  public void end() {
    for (String key : object.members().keySet()) {
      if (!known.contains(key)) {
        String hint =
            Nearest.to(key, known).stream()
                .findFirst()
                .map(n -> "; did you mean " + n + "?")
                .orElse("");
        problems.add(path, "unknown key " + Quoted.of(key) + hint);
      }
    }
  }
}
