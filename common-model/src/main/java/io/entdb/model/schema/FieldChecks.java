package io.entdb.model.schema;

import io.entdb.model.InvalidException;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whether one field of a schema makes sense; a part of {@link SchemaChecks}. */
final class FieldChecks {
  private FieldChecks() {}

  /** All that is wrong with a field; empty = nothing. */
  static List<String> check(Schema schema, FieldDef field) {
    var problems = new ArrayList<String>();
    if (field.fieldId() < 1 || field.fieldId() > SchemaChecks.FIELD_ID_MAX) {
      problems.add("field_id is not 1 to " + SchemaChecks.FIELD_ID_MAX);
    }
    if (!field.name().isEmpty() && !isName(field.name())) {
      problems.add(
          "name " + Quoted.of(field.name()) + " is not a letter or '_', then letters, digits, '_'");
    }
    checkEnum(field, problems);
    checkRef(schema, field, problems);
    if ((field.indexed() || field.unique()) && !field.kind().isScalar()) {
      problems.add("kind " + field.kind().word() + " can be neither indexed nor unique");
    }
    checkDefault(field, problems);
    return problems;
  }

  private static void checkEnum(FieldDef field, List<String> problems) {
    if (field.kind() == FieldKind.ENUM && field.enumValues().isEmpty()) {
      problems.add("kind enum needs enum_values");
    }
    if (new HashSet<>(field.enumValues()).size() != field.enumValues().size()) {
      problems.add("enum_values holds a value twice");
    }
  }

  private static void checkRef(Schema schema, FieldDef field, List<String> problems) {
    if (field.kind() == FieldKind.REF && field.refTypeId() == 0) {
      problems.add("kind ref needs ref_type_id");
    }
    if (field.refTypeId() != 0 && !schema.nodeTypes().containsKey(field.refTypeId())) {
      problems.add("ref_type_id " + field.refTypeId() + " is not a node type of this schema");
    }
  }

  private static void checkDefault(FieldDef field, List<String> problems) {
    if (field.defaultJson().isEmpty()) {
      return;
    }
    try {
      Value value = ValueJson.readDefault(field);
      if (value instanceof Value.Null) {
        problems.add("default cannot be null; leave it out");
      }
      PayloadCheck.misfit(field, value)
          .ifPresent(problem -> problems.add("default: " + problem.message()));
    } catch (InvalidException e) {
      problems.add("default: " + e.getMessage());
    }
  }

  /** {@code [A-Za-z_][A-Za-z0-9_]*}: never a decimal number, which as a payload key is an id. */
  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && (i == 0 || !digit)) {
        return false;
      }
    }
    return true;
  }
}
