package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Form;
import io.entdb.model.InvalidException;
import io.entdb.model.Payload;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.SchemaChecks;
import io.entdb.model.schema.ValueJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;

/** A payload or props as JSON; keys are names or ids of fields. */
record PayloadForm(JsonValue.Obj json) implements Form<Payload> {
  @Override
  public Payload read(String owner, List<FieldDef> fields) {
    return Payloads.read(json, key -> Names.field(owner, fields, key));
  }

  @Override
  public Payload readUntyped() {
    var fields = new TreeMap<Integer, Value>();
    json.members().forEach((key, value) -> fields.put(fieldId(key), untyped(value)));
    return new Payload(fields);
  }

  /** A field of a type that nobody registered has no name. */
  static int fieldId(String key) {
    int id = Names.isDecimal(key) ? Integer.parseInt(key) : 0;
    if (id < 1 || id > SchemaChecks.FIELD_ID_MAX) {
      throw ApiException.validation(
          "the type is not registered, so " + Quoted.of(key) + " is no field; use field ids");
    }
    return id;
  }

  /** A value as what it looks like. */
  static Value untyped(JsonValue json) {
    return switch (json) {
      case JsonValue.Null _ -> Value.NULL;
      case JsonValue.Bool(boolean flag) -> new Value.Bool(flag);
      case JsonValue.Text(String text) -> new Value.Str(text);
      case JsonValue.Num(BigDecimal number) ->
          read(number.scale() <= 0 ? FieldKind.INT : FieldKind.FLOAT, json);
      case JsonValue.Arr _, JsonValue.Obj _ -> read(FieldKind.JSON, json);
    };
  }

  private static Value read(FieldKind kind, JsonValue json) {
    try {
      return ValueJson.read(FieldDef.of(1, "", kind), json);
    } catch (InvalidException e) {
      throw ApiException.validation(e.getMessage());
    }
  }
}
