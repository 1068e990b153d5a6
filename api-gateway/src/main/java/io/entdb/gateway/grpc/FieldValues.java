package io.entdb.gateway.grpc;

import com.google.protobuf.ByteString;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.grpc.v1.EntValue;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.Value;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.ValueJson;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Values of fields between the stored form and the two of the wire: {@link EntValue}, which keeps
 * all 64 bits, and protobuf's JSON value, whose numbers are doubles.
 */
final class FieldValues {
  private FieldValues() {}

  /** A value of a field; an {@link EntValue} wins over a JSON value. */
  static Value read(
      FieldDef field, Optional<EntValue> typed, Optional<com.google.protobuf.Value> json) {
    return typed.isPresent()
        ? read(field, typed.get())
        : json.map(value -> read(field, value)).orElse(Value.NULL);
  }

  /** A value of a field. */
  static Value read(FieldDef field, EntValue value) {
    return fit(field, () -> typed(field, value));
  }

  /** A value of a field. */
  static Value read(FieldDef field, com.google.protobuf.Value value) {
    return fit(field, () -> json(field, value));
  }

  /** A value of a field that no type describes: what it looks like. */
  static Value readUntyped(int fieldId, EntValue value) {
    return switch (value.getVCase()) {
      case V_NOT_SET -> Value.NULL;
      case INT_VALUE -> new Value.Int(value.getIntValue());
      case DOUBLE_VALUE -> read(plain(fieldId, FieldKind.FLOAT), value);
      case BOOL_VALUE -> new Value.Bool(value.getBoolValue());
      case STRING_VALUE -> new Value.Str(value.getStringValue());
      case BYTES_VALUE -> new Value.Bytes(value.getBytesValue().toByteArray());
      case JSON_VALUE -> read(plain(fieldId, FieldKind.JSON), value);
    };
  }

  /** A value of a field that no type describes; whole numbers are integers. */
  static Value readUntyped(int fieldId, com.google.protobuf.Value value) {
    FieldKind kind =
        switch (value.getKindCase()) {
          case NUMBER_VALUE -> isExact(value.getNumberValue()) ? FieldKind.INT : FieldKind.FLOAT;
          case STRING_VALUE -> FieldKind.STR;
          case BOOL_VALUE -> FieldKind.BOOL;
          case NULL_VALUE, KIND_NOT_SET, STRUCT_VALUE, LIST_VALUE -> FieldKind.JSON;
        };
    return read(plain(fieldId, kind), value);
  }

  private static FieldDef plain(int fieldId, FieldKind kind) {
    return FieldDef.of(fieldId, "", kind);
  }

  private static boolean isExact(double number) {
    return number == Math.rint(number) && Math.abs(number) <= JsonValues.EXACT_MAX;
  }

  /** See {@link #fit}. */
  @FunctionalInterface
  private interface Reading {
    Value read();
  }

  private static Value fit(FieldDef field, Reading reading) {
    try {
      return reading.read();
    } catch (InvalidException e) {
      throw new ApiException(
              ErrorCode.VALIDATION_ERROR, "field " + field.fieldId() + ": " + e.getMessage(), e)
          .with("field_id", JsonValue.Num.of(field.fieldId()));
    }
  }

  private static Value typed(FieldDef field, EntValue value) {
    return switch (value.getVCase()) {
      case V_NOT_SET -> Value.NULL;
      case INT_VALUE -> ValueJson.read(field, JsonValue.Num.of(value.getIntValue()));
      case DOUBLE_VALUE -> ValueJson.read(field, JsonValues.number(value.getDoubleValue()));
      case BOOL_VALUE -> ValueJson.read(field, new JsonValue.Bool(value.getBoolValue()));
      case STRING_VALUE -> ValueJson.read(field, new JsonValue.Text(value.getStringValue()));
      case BYTES_VALUE -> bytes(field, value.getBytesValue());
      case JSON_VALUE -> json(field, value.getJsonValue());
    };
  }

  private static Value bytes(FieldDef field, ByteString bytes) {
    if (field.kind() != FieldKind.BYTES) {
      throw new InvalidException("is of kind " + field.kind().word() + " and cannot hold bytes");
    }
    return new Value.Bytes(bytes.toByteArray());
  }

  private static Value json(FieldDef field, com.google.protobuf.Value value) {
    JsonValue json = JsonValues.read(value);
    return switch (field.kind()) {
      case INT, TIMESTAMP -> ValueJson.read(field, exact(json));
      case LIST_INT -> ValueJson.read(field, numbers(json));
      case STR, FLOAT, BOOL, JSON, BYTES, ENUM, REF, LIST_STR, LIST_REF ->
          ValueJson.read(field, json);
    };
  }

  /** A whole number that came as a double and is not one that several whole numbers round to. */
  private static JsonValue exact(JsonValue json) {
    if (json instanceof JsonValue.Num(BigDecimal number)
        && number.abs().compareTo(BigDecimal.valueOf(JsonValues.EXACT_MAX)) > 0) {
      throw new InvalidException(
          "a number beyond 2^53 loses digits as a JSON number; send it as int_value");
    }
    return json;
  }

  /** Whole numbers of a list, of which large ones come as texts. */
  private static JsonValue numbers(JsonValue json) {
    if (!(json instanceof JsonValue.Arr(List<JsonValue> items))) {
      return json;
    }
    return new JsonValue.Arr(List.copyOf(items.stream().map(FieldValues::numberOfText).toList()));
  }

  private static JsonValue numberOfText(JsonValue item) {
    if (item instanceof JsonValue.Text(String text)) {
      try {
        return JsonValue.Num.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new InvalidException("expected a whole number, not a string");
      }
    }
    return exact(item);
  }

  /** A stored value, whole. */
  static EntValue writeTyped(Value value) {
    var out = EntValue.newBuilder();
    switch (value) {
      case Value.Null _ -> {}
      case Value.Int(long number) -> out.setIntValue(number);
      case Value.Float(double number) -> out.setDoubleValue(number);
      case Value.Bool(boolean flag) -> out.setBoolValue(flag);
      case Value.Str(String text) -> out.setStringValue(text);
      case Value.Bytes bytes -> out.setBytesValue(ByteString.copyFrom(bytes.value()));
      case Value.IntList list -> out.setJsonValue(JsonValues.write(wholeNumbers(list)));
      case Value.Json _, Value.StrList _ ->
          out.setJsonValue(JsonValues.write(ValueJson.write(value)));
    }
    return out.build();
  }

  /** A stored value as JSON: integers as the nearest doubles, bytes as base64. */
  static com.google.protobuf.Value writeJson(Value value) {
    return switch (value) {
      case Value.Int(long number) ->
          com.google.protobuf.Value.newBuilder().setNumberValue((double) number).build();
      case Value.Bytes bytes -> JsonValues.text(Base64.getEncoder().encodeToString(bytes.value()));
      case Value.Json(String text) ->
          JsonValues.write(JsonReader.read(text, Limits.JSON_DEPTH_MAX));
      case Value.Null _, Value.Float _, Value.Bool _, Value.Str _ ->
          JsonValues.write(ValueJson.write(value));
      case Value.StrList _ -> JsonValues.write(ValueJson.write(value));
      case Value.IntList list -> JsonValues.write(wholeNumbers(list));
    };
  }

  /** Whole numbers as a list; large ones as texts, because doubles may stand for several. */
  private static JsonValue wholeNumbers(Value.IntList list) {
    return new JsonValue.Arr(
        List.copyOf(list.values().stream().map(FieldValues::wholeNumber).toList()));
  }

  private static JsonValue wholeNumber(long number) {
    return Math.abs(number) <= JsonValues.EXACT_MAX && number != Long.MIN_VALUE
        ? JsonValue.Num.of(number)
        : new JsonValue.Text(Long.toString(number));
  }
}
