package io.entdb.gateway.read;

import io.entdb.model.Filter;
import io.entdb.model.schema.FieldKind;

/** What stands on the right of a filter's operator. */
public final class Operands {
  private Operands() {}

  /** The kind of the values that an operator compares a field of a kind with. */
  public static FieldKind kind(Filter.Op op, FieldKind field) {
    return op == Filter.Op.CONTAINS || op == Filter.Op.LIKE ? element(field) : field;
  }

  /** What an element of a list is, or a part of a text. */
  private static FieldKind element(FieldKind kind) {
    return switch (kind) {
      case LIST_INT -> FieldKind.INT;
      case LIST_STR, LIST_REF, STR, ENUM, REF -> FieldKind.STR;
      case INT, FLOAT, BOOL, TIMESTAMP, JSON, BYTES -> kind;
    };
  }
}
