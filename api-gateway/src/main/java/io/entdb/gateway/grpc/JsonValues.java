package io.entdb.gateway.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.entdb.model.InvalidException;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;

/** JSON between our form and protobuf's, whose numbers are doubles. */
final class JsonValues {
  /** Largest whole number up to which doubles miss none. */
  static final long EXACT_MAX = 1L << 53;

  /**
   * Deepest JSON that goes out as a structure: parsers of clients stop at 100 messages, and one
   * level of JSON takes up to three.
   */
  private static final int DEPTH_MAX = 24;

  private JsonValues() {}

  /**
   * A value as JSON.
   *
   * @throws InvalidException for a number that JSON does not have
   */
  static JsonValue read(Value value) {
    return switch (value.getKindCase()) {
      case NULL_VALUE, KIND_NOT_SET -> new JsonValue.Null();
      case BOOL_VALUE -> new JsonValue.Bool(value.getBoolValue());
      case STRING_VALUE -> new JsonValue.Text(value.getStringValue());
      case NUMBER_VALUE -> number(value.getNumberValue());
      case LIST_VALUE ->
          new JsonValue.Arr(
              List.copyOf(
                  value.getListValue().getValuesList().stream().map(JsonValues::read).toList()));
      case STRUCT_VALUE -> {
        var members = new TreeMap<String, JsonValue>();
        value.getStructValue().getFieldsMap().forEach((key, item) -> members.put(key, read(item)));
        yield JsonValue.Obj.of(members);
      }
    };
  }

  static JsonValue number(double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidException(number + " is no number that can be stored");
    }
    return new JsonValue.Num(BigDecimal.valueOf(number));
  }

  /**
   * JSON as a value. Whole numbers that a double would round go as texts, as protobuf's JSON has
   * them; what is nested too deeply for clients goes as its text.
   */
  static Value write(JsonValue json) {
    return json.depth() > DEPTH_MAX ? text(JsonWriter.canonical(json)) : writeAll(json);
  }

  private static Value writeAll(JsonValue json) {
    return switch (json) {
      case JsonValue.Null _ -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
      case JsonValue.Bool(boolean flag) -> Value.newBuilder().setBoolValue(flag).build();
      case JsonValue.Text(String text) -> text(text);
      case JsonValue.Num(BigDecimal number) -> number(number);
      case JsonValue.Arr(List<JsonValue> items) ->
          Value.newBuilder()
              .setListValue(
                  ListValue.newBuilder()
                      .addAllValues(items.stream().map(JsonValues::writeAll).toList()))
              .build();
      case JsonValue.Obj object -> Value.newBuilder().setStructValue(struct(object)).build();
    };
  }

  private static Value number(BigDecimal number) {
    double nearest = number.doubleValue();
    boolean rounded =
        Double.isInfinite(nearest)
            || (number.scale() <= 0 && new BigDecimal(nearest).compareTo(number) != 0);
    return rounded
        ? text(JsonWriter.number(number))
        : Value.newBuilder().setNumberValue(nearest).build();
  }

  static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  static Struct struct(JsonValue.Obj object) {
    var struct = Struct.newBuilder();
    object.members().forEach((key, item) -> struct.putFields(key, writeAll(item)));
    return struct.build();
  }
}
