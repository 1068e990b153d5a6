package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.Operands;
import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.InvalidException;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.ValueJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Conditions as query parameters: {@code filter.<field>[.<op>]=value}, all ANDed. */
final class Filters {
  private static final String PREFIX = "filter.";
  private static final List<String> WORDS = Arrays.stream(Op.values()).map(Filters::word).toList();

  private Filters() {}

  /** The conditions among the parameters of a query. */
  static List<Filter> read(NodeType type, Map<String, List<String>> parameters) {
    var filters = new ArrayList<Filter>();
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith(PREFIX)) {
            values.forEach(value -> filters.add(read(type, name, value)));
          }
        });
    return filters;
  }

  private static Filter read(NodeType type, String name, String text) {
    String path = name.substring(PREFIX.length());
    int dot = path.indexOf('.');
    FieldDef field = Names.field(type, dot < 0 ? path : path.substring(0, dot));
    Op op = dot < 0 ? Op.EQ : op(name, path.substring(dot + 1));
    List<String> parts = op == Op.IN ? List.of(text.split(",", -1)) : List.of(text);
    FieldKind kind = Operands.kind(op, field.kind());
    return new Filter(
        field.fieldId(), op, parts.stream().map(part -> value(field, kind, part)).toList());
  }

  static Op op(String name, String word) {
    for (Op op : Op.values()) {
      if (word(op).equals(word)) {
        return op;
      }
    }
    throw ApiException.validation(
            name + ": unknown operator " + Quoted.of(word) + "; known are " + WORDS)
        .with("did_you_mean", Names.nearest(word, WORDS));
  }

  private static String word(Op op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  /** A value as it stands in a query parameter: texts bare, everything else as in JSON. */
  static Value value(FieldDef field, String text) {
    return value(field, field.kind(), text);
  }

  private static Value value(FieldDef field, FieldKind kind, String text) {
    FieldDef plain = FieldDef.of(field.fieldId(), field.name(), kind);
    try {
      return switch (kind) {
        case STR, ENUM, REF, BYTES -> ValueJson.read(plain, new JsonValue.Text(text));
        case INT, TIMESTAMP, FLOAT, BOOL, JSON, LIST_STR, LIST_INT, LIST_REF ->
            ValueJson.read(plain, JsonReader.read(text, 8));
      };
    } catch (InvalidException e) {
      throw Payloads.misfit(field, e);
    }
  }
}
