package io.entdb.model;

import java.util.List;

/**
 * A condition on a field. Absent and null values match nothing, also not {@link Op#NEQ}.
 *
 * @param values one, or for {@link Op#IN} one or more
 */
public record Filter(int fieldId, Op op, List<Value> values) {
  /** How the field's value is compared. */
  public enum Op {
    EQ,
    NEQ,
    GT,
    GTE,
    LT,
    LTE,
    IN,
    /** SQL pattern with {@code %} and {@code _} over text; case counts. */
    LIKE,
    /** A part of a text, or an element of a list. */
    CONTAINS
  }

  public Filter {
    values = List.copyOf(values);
  }
}
