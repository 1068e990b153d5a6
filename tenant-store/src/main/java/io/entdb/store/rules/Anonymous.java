package io.entdb.store.rules;

import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import java.util.List;
import java.util.TreeMap;

/** Payloads without what is personal: the fields that their type marks as pii. */
final class Anonymous {
  private Anonymous() {}

  /**
   * A payload whose personal fields are gone, or where they are required hold nothing personal.
   *
   * @param holder makes texts of unique fields differ from each other
   */
  static Payload payload(List<FieldDef> defs, Payload payload, String holder) {
    var fields = new TreeMap<>(payload.fields());
    for (FieldDef field : defs) {
      if (field.pii() && fields.containsKey(field.fieldId())) {
        if (field.required()) {
          fields.put(field.fieldId(), blank(field, holder));
        } else {
          fields.remove(field.fieldId());
        }
      }
    }
    return new Payload(fields);
  }

  /** A value of the field's kind that says nothing. */
  private static Value blank(FieldDef field, String holder) {
    return switch (field.kind()) {
      case INT, TIMESTAMP -> new Value.Int(0);
      case FLOAT -> new Value.Float(0);
      case BOOL -> new Value.Bool(false);
      case BYTES -> new Value.Bytes(new byte[0]);
      case JSON -> new Value.Json("null");
      case ENUM -> new Value.Str(field.enumValues().isEmpty() ? "" : field.enumValues().getFirst());
      case LIST_STR, LIST_REF -> new Value.StrList(List.of());
      case LIST_INT -> new Value.IntList(List.of());
      case STR, REF -> new Value.Str(field.unique() ? "erased:" + holder : "erased");
    };
  }
}
