package io.entdb.store.sqlite;

import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of indexed fields as columns of {@code field_value}. */
final class FieldValues {
  /** Stands for "no value": before every number, text and blob in SQLite's order. */
  static final Double NONE = Double.NEGATIVE_INFINITY;

  private FieldValues() {}

  static List<FieldDef> indexedFields(NodeType type) {
    return type.fields().stream().filter(field -> field.indexed() || field.unique()).toList();
  }

  static Object column(Payload payload, FieldDef field) {
    return column(payload.get(field.fieldId()));
  }

  /** The column that holds a value. Lists and JSON are not indexed. */
  static Object column(@Nullable Value value) {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Float(double number) -> number;
      case Value.Bool(boolean flag) -> flag ? 1L : 0L;
      case Value.Str(String text) -> text;
      case Value.Bytes bytes -> bytes.value();
      case Value.Null _, Value.Json _, Value.StrList _, Value.IntList _ -> NONE;
      case null -> NONE;
    };
  }
}
