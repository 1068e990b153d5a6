package io.entdb.model.schema;

import java.util.Locale;
import java.util.Optional;

/** What a field holds. */
public enum FieldKind {
  STR,
  INT,
  FLOAT,
  BOOL,
  /** Unix ms. */
  TIMESTAMP,
  JSON,
  BYTES,
  ENUM,
  /** The id of a node of the type that {@code ref_type_id} names. */
  REF,
  LIST_STR,
  LIST_INT,
  LIST_REF;

  /** {@code str}, {@code list_int}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FieldKind> ofWord(String word) {
    for (FieldKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether its values have an order and an exact equality, so that it can be indexed. */
  public boolean isScalar() {
    return switch (this) {
      case STR, INT, FLOAT, BOOL, TIMESTAMP, BYTES, ENUM, REF -> true;
      case JSON, LIST_STR, LIST_INT, LIST_REF -> false;
    };
  }
}
