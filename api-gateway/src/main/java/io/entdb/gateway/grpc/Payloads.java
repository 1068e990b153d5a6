package io.entdb.gateway.grpc;

import com.google.protobuf.Struct;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Form;
import io.entdb.grpc.v1.EntValue;
import io.entdb.model.Payload;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.SchemaChecks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Payloads and props: keys are field ids, values in one of two forms. */
final class Payloads {
  private static final int FIELD_ID_DIGITS_MAX = 5;

  private Payloads() {}

  /**
   * A payload as a client sent it; the typed form wins where it holds anything.
   *
   * @param name of the field of the message, for what is malformed
   */
  record Message(String name, Map<Integer, EntValue> typed, Struct json) implements Form<Payload> {
    @Override
    public Payload read(String owner, List<FieldDef> fields) {
      return read(
          (id, value) -> FieldValues.read(field(owner, fields, id), value),
          (id, value) -> FieldValues.read(field(owner, fields, id), value));
    }

    @Override
    public Payload readUntyped() {
      return read(
          (id, value) -> FieldValues.readUntyped(id, value),
          (id, value) -> FieldValues.readUntyped(id, value));
    }

    private Payload read(
        BiFunction<Integer, EntValue, Value> ofTyped,
        BiFunction<Integer, com.google.protobuf.Value, Value> ofJson) {
      var fields = new TreeMap<Integer, Value>();
      if (!typed.isEmpty()) {
        typed.forEach((id, value) -> fields.put(fieldId(id), ofTyped.apply(id, value)));
        return new Payload(fields);
      }
      json.getFieldsMap()
          .forEach(
              (key, value) -> {
                int id = fieldId(fieldId(name, key));
                if (fields.put(id, ofJson.apply(id, value)) != null) {
                  throw ApiException.validation(name + ": field " + id + " is given twice");
                }
              });
      return new Payload(fields);
    }
  }

  private static FieldDef field(String owner, List<FieldDef> fields, int id) {
    return fields.stream()
        .filter(field -> field.fieldId() == id)
        .findFirst()
        .orElseThrow(() -> ApiException.validation(owner + " has no field " + id));
  }

  private static int fieldId(int id) {
    if (id < 1 || id > SchemaChecks.FIELD_ID_MAX) {
      throw ApiException.validation(
          "field id " + Integer.toUnsignedString(id) + " is not 1 to 65535");
    }
    return id;
  }

  /** A field id as decimal text. */
  static int fieldId(String path, String key) {
    boolean decimal =
        !key.isEmpty()
            && key.length() <= FIELD_ID_DIGITS_MAX
            && key.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!decimal) {
      throw ApiException.validation(
          path + ": payload contains non-field_id key " + Quoted.of(key) + "; it is id-keyed");
    }
    return Integer.parseInt(key);
  }

  static Struct json(Payload payload) {
    var struct = Struct.newBuilder();
    payload
        .fields()
        .forEach(
            (id, value) -> struct.putFields(Integer.toString(id), FieldValues.writeJson(value)));
    return struct.build();
  }

  static Map<Integer, EntValue> typed(Payload payload) {
    var typed = new TreeMap<Integer, EntValue>();
    payload.fields().forEach((id, value) -> typed.put(id, FieldValues.writeTyped(value)));
    return typed;
  }
}
