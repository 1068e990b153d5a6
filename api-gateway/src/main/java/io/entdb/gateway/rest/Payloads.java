package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.InvalidException;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.ValueJson;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Payloads between the form that clients write, by name, and the stored one, by field id. */
final class Payloads {
  private Payloads() {}

  /**
   * Reads a payload.
   *
   * @param field finds a field by its key, or throws
   */
  static Payload read(JsonValue.Obj json, Function<String, FieldDef> field) {
    var fields = new TreeMap<Integer, Value>();
    json.members()
        .forEach(
            (key, value) -> {
              FieldDef def = field.apply(key);
              if (fields.put(def.fieldId(), value(def, value)) != null) {
                throw ApiException.validation(
                        "field " + def.fieldId() + " is given by name and by id")
                    .with("field", Names.of(def));
              }
            });
    return new Payload(fields);
  }

  /** Reads one value of a field. */
  static Value value(FieldDef field, JsonValue json) {
    try {
      return ValueJson.read(field, json);
    } catch (InvalidException e) {
      throw misfit(field, e);
    }
  }

  static ApiException misfit(FieldDef field, InvalidException e) {
    return new ApiException(
            ErrorCode.VALIDATION_ERROR, "field \"" + Names.of(field) + "\": " + e.getMessage(), e)
        .with("field", Names.of(field));
  }

  /**
   * Writes a payload.
   *
   * @param fields those whose names stand for their ids; empty = ids throughout
   */
  static JsonValue write(Payload payload, List<FieldDef> fields) {
    var members = new TreeMap<String, JsonValue>();
    payload
        .fields()
        .forEach(
            (id, value) -> {
              String key =
                  fields.stream()
                      .filter(field -> field.fieldId() == id)
                      .findFirst()
                      .map(Names::of)
                      .orElse(Integer.toString(id));
              members.put(key, ValueJson.write(value));
            });
    return JsonValue.Obj.of(members);
  }
}
