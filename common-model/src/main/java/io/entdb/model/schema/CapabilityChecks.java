package io.entdb.model.schema;

import io.entdb.model.Limits;
import io.entdb.model.Quoted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whether a type's capability rules make sense. Rules version 1 decides by it. */
final class CapabilityChecks {
  /** Kinds whose values have a text that a mapping can name. */
  private static final Set<FieldKind> NAMED_KINDS =
      EnumSet.of(
          FieldKind.STR,
          FieldKind.ENUM,
          FieldKind.INT,
          FieldKind.BOOL,
          FieldKind.TIMESTAMP,
          FieldKind.REF);

  private final Schema schema;
  private final NodeType type;
  private final Consumer<String> problems;

  private CapabilityChecks(Schema schema, NodeType type, Consumer<String> problems) {
    this.schema = schema;
    this.type = type;
    this.problems = problems;
  }

  static void check(Schema schema, NodeType type, Consumer<String> problems) {
    CapabilityRules rules = type.capabilities();
    int count = rules.mappings().size() + rules.implications().size();
    if (count > Limits.CAPABILITY_RULES_MAX) {
      problems.accept(
          count + " capability rules; at most " + Limits.CAPABILITY_RULES_MAX + " are allowed");
      return;
    }
    var checks = new CapabilityChecks(schema, type, problems);
    List<CapabilityMapping> mappings = rules.mappings();
    for (int i = 0; i < mappings.size(); i++) {
      checks.checkMapping(i, mappings.get(i), mappings.subList(0, i));
    }
    for (int i = 0; i < rules.implications().size(); i++) {
      checks.checkImplication(i, rules.implications().get(i));
    }
  }

  private void checkMapping(int i, CapabilityMapping mapping, List<CapabilityMapping> earlier) {
    Consumer<String> problem = text -> problems.accept("capability_mappings[" + i + "]: " + text);
    String op = mapping.operation().word();
    if (mapping.requirement().core().isEmpty() && mapping.requirement().ext() == 0) {
      problem.accept("gives neither required_core nor required_ext");
    }
    if (mapping.fieldId() != 0 && !mapping.operation().setsFields()) {
      problem.accept("field_id stands with " + op + ", which sets none; UpdateNode does");
    } else if (mapping.fieldId() != 0) {
      checkField(mapping, problem);
    } else if (mapping.fieldValue().isPresent()) {
      problem.accept("field_value stands without field_id");
    }
    if (mapping.childTypeId() != 0 && !mapping.operation().hasChild()) {
      problem.accept("child_type_id stands with " + op + "; CreateEdge and DeleteEdge have one");
    } else if (mapping.childTypeId() != 0 && schema.nodeType(mapping.childTypeId()).isEmpty()) {
      problem.accept("child_type_id " + mapping.childTypeId() + " is not a node type here");
    }
    if (earlier.stream().anyMatch(mapping::isAbout)) {
      problem.accept("an earlier mapping is about the same");
    }
  }

  private void checkField(CapabilityMapping mapping, Consumer<String> problem) {
    Optional<FieldDef> field = type.field(mapping.fieldId());
    if (field.isEmpty()) {
      problem.accept("field_id " + mapping.fieldId() + " is not among its fields");
      return;
    }
    if (mapping.fieldValue().isEmpty()) {
      return;
    }
    String value = mapping.fieldValue().get();
    FieldKind kind = field.get().kind();
    if (value.isEmpty() || !NAMED_KINDS.contains(kind)) {
      problem.accept(
          "field_value "
              + Quoted.of(value)
              + " names no value of kind "
              + kind.word()
              + "; leave it out for any");
    } else if (kind == FieldKind.ENUM && !field.get().enumValues().contains(value)) {
      problem.accept("field_value " + Quoted.of(value) + " is not among the enum_values");
    }
  }

  private void checkImplication(int i, CapabilityImplication implication) {
    Consumer<String> problem =
        text -> problems.accept("capability_implications[" + i + "]: " + text);
    if (implication.core().isPresent() == (implication.ext() != 0)) {
      problem.accept("takes one of core and ext");
    }
    if (implication.impliesCore().isEmpty() && implication.impliesExt().isEmpty()) {
      problem.accept("implies nothing");
    }
  }
}
