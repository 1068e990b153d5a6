package io.entdb.model.schema;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Values between their JSON form and the form of their field's kind. Whole numbers keep all 64
 * bits; {@code bytes} are base64.
 */
public final class ValueJson {
  private ValueJson() {}

  /**
   * A value of the field's kind.
   *
   * @throws InvalidException when the JSON is of another kind, out of range or nested too deeply
   */
  public static Value read(FieldDef field, JsonValue json) {
    if (json instanceof JsonValue.Null) {
      return Value.NULL;
    }
    return switch (field.kind()) {
      case STR, ENUM -> new Value.Str(text(json));
      case INT, TIMESTAMP -> new Value.Int(wholeNumber(json));
      case FLOAT -> new Value.Float(decimal(json));
      case BOOL -> new Value.Bool(bool(json));
      case JSON -> new Value.Json(canonical(json));
      case BYTES -> new Value.Bytes(base64(json));
      case REF -> new Value.Str(ref(field, json));
      case LIST_STR -> new Value.StrList(items(json).stream().map(ValueJson::text).toList());
      case LIST_INT -> new Value.IntList(items(json).stream().map(ValueJson::wholeNumber).toList());
      case LIST_REF -> new Value.StrList(items(json).stream().map(i -> ref(field, i)).toList());
    };
  }

  /** The value that the field's default stands for; null when it has none. */
  public static Value readDefault(FieldDef field) {
    return field.defaultJson().isEmpty()
        ? Value.NULL
        : read(field, JsonReader.read(field.defaultJson(), Limits.JSON_DEPTH_MAX));
  }

  /** The value as clients see it. */
  public static JsonValue write(Value value) {
    return switch (value) {
      case Value.Null _ -> new JsonValue.Null();
      case Value.Int(long number) -> JsonValue.Num.of(number);
      case Value.Float(double number) -> new JsonValue.Num(BigDecimal.valueOf(number));
      case Value.Bool(boolean flag) -> new JsonValue.Bool(flag);
      case Value.Str(String text) -> new JsonValue.Text(text);
      case Value.Bytes bytes ->
          new JsonValue.Text(Base64.getEncoder().encodeToString(bytes.value()));
      case Value.Json(String text) -> JsonReader.read(text, Limits.JSON_DEPTH_MAX);
      case Value.StrList(List<String> texts) ->
          new JsonValue.Arr(List.copyOf(texts.stream().map(JsonValue.Text::new).toList()));
      case Value.IntList(List<Long> numbers) ->
          new JsonValue.Arr(List.copyOf(numbers.stream().map(JsonValue.Num::of).toList()));
    };
  }

  private static String text(JsonValue json) {
    if (json instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw expected("a string", json);
  }

  private static boolean bool(JsonValue json) {
    if (json instanceof JsonValue.Bool(boolean flag)) {
      return flag;
    }
    throw expected("true or false", json);
  }

  private static long wholeNumber(JsonValue json) {
    if (json instanceof JsonValue.Num(BigDecimal number)) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        throw new InvalidException(JsonWriter.number(number) + " is not a whole number of 64 bits");
      }
    }
    throw expected("a whole number", json);
  }

  private static double decimal(JsonValue json) {
    if (json instanceof JsonValue.Num(BigDecimal number)) {
      double nearest = number.doubleValue();
      if (Double.isInfinite(nearest)) {
        throw new InvalidException(JsonWriter.number(number) + " is beyond what a float holds");
      }
      return nearest;
    }
    throw expected("a number", json);
  }

  private static byte[] base64(JsonValue json) {
    String text = text(json);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(Quoted.of(text) + " is not base64");
    }
  }

  private static String ref(FieldDef field, JsonValue json) {
    if (!(json instanceof JsonValue.Obj object)) {
      return text(json);
    }
    JsonValue id = object.members().get("id");
    JsonValue type = object.members().get("type_id");
    if (id == null || type == null || object.members().size() != 2) {
      throw new InvalidException("a ref is a node id or {\"type_id\", \"id\"}, nothing else");
    }
    long typeId = wholeNumber(type);
    if (field.refTypeId() != 0 && typeId != field.refTypeId()) {
      throw new InvalidException(
          "a ref to type " + field.refTypeId() + " cannot name type " + typeId);
    }
    return text(id);
  }

  private static List<JsonValue> items(JsonValue json) {
    if (json instanceof JsonValue.Arr(List<JsonValue> items)) {
      return new ArrayList<>(items);
    }
    throw expected("an array", json);
  }

  private static String canonical(JsonValue json) {
    if (json.depth() > Limits.JSON_DEPTH_MAX) {
      throw new InvalidException(
          "JSON is nested more than " + Limits.JSON_DEPTH_MAX + " levels deep");
    }
    return JsonWriter.canonical(json);
  }

  private static InvalidException expected(String expected, JsonValue json) {
    return new InvalidException("expected " + expected + ", not " + json.what());
  }
}
