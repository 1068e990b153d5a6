package io.entdb.model;

import java.util.List;

/** A field's value. Integers keep all 64 bits from client to disk and back. */
public sealed interface Value {
  /** Stored null: the field is there and holds nothing. */
  Value NULL = new Null();

  /** See {@link #NULL}. */
  record Null() implements Value {}

  /** Kinds int and timestamp (unix ms). */
  record Int(long value) implements Value {}

  /** Kind float. Never NaN or infinite: those have no place in JSON or in an order. */
  record Float(double value) implements Value {
    public Float {
      if (!Double.isFinite(value)) {
        throw new InvalidException("a float must be finite, not " + value);
      }
      value = value == 0.0 ? 0.0 : value; // One zero: -0.0 and 0.0 must be the same key.
    }
  }

  /** Kind bool. */
  record Bool(boolean value) implements Value {}

  /** Kinds str, enum and ref. */
  record Str(String value) implements Value {}

  /** Kind bytes. */
  record Bytes(byte[] value) implements Value {
    public Bytes {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Bytes(byte[] bytes) && java.util.Arrays.equals(value, bytes);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(value);
    }
  }

  /** Kind json: canonical text (no white space, object keys sorted), made at ingress. */
  record Json(String text) implements Value {}

  /** Kinds list_str and list_ref. */
  record StrList(List<String> values) implements Value {
    public StrList {
      values = List.copyOf(values);
    }
  }

  /** Kind list_int. */
  record IntList(List<Long> values) implements Value {
    public IntList {
      values = List.copyOf(values);
    }
  }
}
