package io.entdb.model.schema;

import io.entdb.model.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The members of an object in the making. */
final class Members {
  private final TreeMap<String, JsonValue> members = new TreeMap<>();

  void value(String key, JsonValue value) {
    members.put(key, value);
  }

  void number(String key, int number) {
    value(key, JsonValue.Num.of(number));
  }

  void nonZero(String key, int number) {
    if (number != 0) {
      number(key, number);
    }
  }

  void text(String key, String text) {
    if (!text.isEmpty()) {
      value(key, new JsonValue.Text(text));
    }
  }

  void name(String name, SchemaJson.Names names) {
    if (names == SchemaJson.Names.NAMED) {
      text("name", name);
    }
  }

  void flag(String key, boolean flag) {
    if (flag) {
      value(key, new JsonValue.Bool(true));
    }
  }

  void array(String key, Collection<? extends JsonValue> items) {
    value(key, new JsonValue.Arr(List.copyOf(items)));
  }

  /** Ids in rising order: a set has one text. */
  void ids(String key, List<Integer> ids) {
    if (!ids.isEmpty()) {
      array(key, ids.stream().sorted().distinct().map(JsonValue.Num::of).toList());
    }
  }

  void policy(DataPolicy policy) {
    if (policy != DataPolicy.PERSONAL) {
      text("data_policy", policy.word());
    }
  }

  JsonValue.Obj object() {
    return JsonValue.Obj.of(members);
  }
}
