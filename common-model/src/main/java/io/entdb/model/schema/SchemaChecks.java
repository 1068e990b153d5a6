package io.entdb.model.schema;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a schema makes sense. Rules version 1 decides by it: what it answers for a record in the
 * log may never change.
 */
public final class SchemaChecks {
  /** Largest field id; that of protobuf's field numbers in two bytes. */
  public static final int FIELD_ID_MAX = 65_535;

  private static final Set<String> DEFAULT_ACL_WORDS = Set.of("read", "write", "delete", "admin");

  private final Schema schema;
  private final List<String> problems = new ArrayList<>();

  private SchemaChecks(Schema schema) {
    this.schema = schema;
  }

  /**
   * All that is wrong with a schema, each as {@code path: problem}; empty = nothing. Paths are as
   * in {@link SchemaChange}.
   */
  public static List<String> check(Schema schema) {
    var checks = new SchemaChecks(schema);
    checks.checkCounts();
    schema.nodeTypes().forEach(checks::checkNodeType);
    schema.edgeTypes().forEach(checks::checkEdgeType);
    return List.copyOf(checks.problems);
  }

  private void checkCounts() {
    int types = schema.nodeTypes().size() + schema.edgeTypes().size();
    if (types > Limits.SCHEMA_TYPES_MAX) {
      problem("schema", types + " types; at most " + Limits.SCHEMA_TYPES_MAX + " are allowed");
    }
    for (int id : schema.reservedTypeIds()) {
      checkReserved("schema", "node type", id, schema.nodeTypes().containsKey(id));
    }
    for (int id : schema.reservedEdgeIds()) {
      checkReserved("schema", "edge type", id, schema.edgeTypes().containsKey(id));
    }
  }

  private void checkReserved(String path, String what, int id, boolean used) {
    if (id < 1) {
      problem(path, "reserved " + what + " id " + id + " is not 1 or more");
    }
    if (used) {
      problem(path, "id " + id + " is reserved and cannot be that of a " + what);
    }
  }

  private void checkNodeType(int key, NodeType type) {
    String path = "node:" + type.typeId();
    checkTypeId(path, "type_id", key, type.typeId());
    Set<Integer> ids = checkFields(path, ".field:", type.fields());
    for (int id : type.reservedFieldIds()) {
      checkReserved(path, "field", id, ids.contains(id));
    }
    if (type.subjectField() != 0 && !ids.contains(type.subjectField())) {
      problem(path, "subject_field " + type.subjectField() + " is not among its fields");
    }
    if (type.retentionDays() < 0) {
      problem(path, "retention_days " + type.retentionDays() + " is negative");
    }
    checkDefaultAcl(path, type.defaultAcl().orElse(List.of()));
    checkComposites(path, type);
    CapabilityChecks.check(schema, type, text -> problem(path, text));
  }

  private void checkEdgeType(int key, EdgeType type) {
    String path = "edge:" + type.edgeId();
    checkTypeId(path, "edge_id", key, type.edgeId());
    checkEnd(path, "from_type_id", type.fromTypeId());
    checkEnd(path, "to_type_id", type.toTypeId());
    Set<Integer> ids = checkFields(path, ".prop:", type.props());
    for (int id : type.reservedFieldIds()) {
      checkReserved(path, "prop", id, ids.contains(id));
    }
  }

  private void checkTypeId(String path, String name, int key, int id) {
    if (id < 1) {
      problem(path, name + " " + id + " is not 1 or more");
    }
    if (key != id) {
      problem(path, name + " " + id + " stands under id " + key);
    }
  }

  private void checkEnd(String path, String name, int typeId) {
    if (typeId != 0 && !schema.nodeTypes().containsKey(typeId)) {
      problem(path, name + " " + typeId + " is not a node type of this schema (0 = any)");
    }
  }

  private void checkDefaultAcl(String path, List<Grant> acl) {
    if (acl.size() > Limits.GRANTS_MAX) {
      problem(path, "default_acl has more than " + Limits.GRANTS_MAX + " entries");
    }
    for (Grant grant : acl) {
      boolean plain =
          DEFAULT_ACL_WORDS.contains(grant.word())
              && grant.equals(Grant.ofWord(grant.principal(), grant.word(), 0));
      if (!plain) {
        problem(
            path,
            "default_acl gives "
                + grant.principal()
                + " something other than read, write, delete or admin without end");
      }
    }
  }

  private void checkComposites(String path, NodeType type) {
    var seen = new HashSet<List<Integer>>();
    for (List<Integer> tuple : type.compositeUnique()) {
      if (tuple.isEmpty() || new HashSet<>(tuple).size() != tuple.size()) {
        problem(path, "composite_unique " + tuple + " must name one or more fields, each once");
      }
      if (!seen.add(tuple)) {
        problem(path, "composite_unique " + tuple + " stands twice");
      }
      for (int id : tuple) {
        Optional<FieldDef> field = type.field(id);
        if (field.isEmpty()) {
          problem(path, "composite_unique " + tuple + ": it has no field " + id);
        } else if (!field.get().kind().isScalar()) {
          String kind = field.get().kind().word();
          problem(path, "composite_unique " + tuple + ": field " + id + " is of kind " + kind);
        }
      }
    }
  }

  /** Checks the fields of one type and answers their ids. */
  private Set<Integer> checkFields(String path, String step, List<FieldDef> fields) {
    if (fields.size() > Limits.SCHEMA_FIELDS_MAX) {
      problem(
          path, fields.size() + " fields; at most " + Limits.SCHEMA_FIELDS_MAX + " are allowed");
    }
    var ids = new HashSet<Integer>();
    var names = new HashSet<String>();
    for (FieldDef field : fields) {
      String fieldPath = path + step + field.fieldId();
      if (!ids.add(field.fieldId())) {
        problem(fieldPath, "the id stands twice");
      }
      if (!field.name().isEmpty() && !names.add(field.name())) {
        problem(fieldPath, "the name " + Quoted.of(field.name()) + " stands twice");
      }
      FieldChecks.check(schema, field).forEach(text -> problem(fieldPath, text));
    }
    return ids;
  }

  private void problem(String path, String text) {
    problems.add(path + ": " + text);
  }
}
