package io.entdb.model.schema;

import java.util.List;
import java.util.TreeSet;

/**
 * What a change of schema would break. Types and fields are matched by id. Rules version 1 decides
 * by it: what it answers for a record in the log may never change.
 */
public final class SchemaCompatibility {
  private SchemaCompatibility() {}

  /** All differences, breaking and safe, in order of path: node types, then edge types. */
  public static List<SchemaChange> changes(Schema old, Schema next) {
    var out = new Changes();
    out.reserved("schema", "TYPE_ID", old.reservedTypeIds(), next.reservedTypeIds());
    out.reserved("schema", "EDGE_ID", old.reservedEdgeIds(), next.reservedEdgeIds());
    nodeTypes(old, next, out);
    edgeTypes(old, next, out);
    return out.list();
  }

  private static void nodeTypes(Schema old, Schema next, Changes out) {
    var ids = new TreeSet<>(old.nodeTypes().keySet());
    ids.addAll(next.nodeTypes().keySet());
    for (int id : ids) {
      NodeType before = old.nodeTypes().get(id);
      NodeType after = next.nodeTypes().get(id);
      String path = "node:" + id;
      if (after == null) {
        out.removed("NODE_TYPE", path, next.reservedTypeIds().contains(id));
      } else if (before == null) {
        out.added("NODE_TYPE", path, old.reservedTypeIds().contains(id));
      } else {
        nodeType(path, before, after, out);
      }
    }
  }

  private static void nodeType(String path, NodeType old, NodeType next, Changes out) {
    out.safe("NODE_TYPE_RENAMED", path, old.name(), next.name());
    out.breaking("SUBJECT_FIELD_CHANGED", path, old.subjectField(), next.subjectField());
    out.policy(path, old.dataPolicy(), next.dataPolicy());
    out.safe("DEFAULT_ACL_CHANGED", path, words(old), words(next));
    if (!old.capabilities().equals(next.capabilities())) {
      out.add("CAPABILITIES_CHANGED", path, false, "operations take other capabilities");
    }
    out.safe("LEGAL_BASIS_CHANGED", path, old.legalBasis(), next.legalBasis());
    out.safe("RETENTION_CHANGED", path, old.retentionDays(), next.retentionDays());
    out.safe("DEPRECATED_CHANGED", path, old.deprecated(), next.deprecated());
    out.safe("DESCRIPTION_CHANGED", path, old.description(), next.description());
    for (List<Integer> tuple : next.compositeUnique()) {
      if (!old.compositeUnique().contains(tuple)) {
        out.add("COMPOSITE_UNIQUE_ADDED", path, true, "composite_unique " + tuple + " was added");
      }
    }
    for (List<Integer> tuple : old.compositeUnique()) {
      if (!next.compositeUnique().contains(tuple)) {
        out.add("COMPOSITE_UNIQUE_REMOVED", path, false, "composite_unique " + tuple + " is gone");
      }
    }
    out.reserved(path, "FIELD_ID", old.reservedFieldIds(), next.reservedFieldIds());
    new FieldChanges("FIELD", path + ".field:", out)
        .compare(old.fields(), old.reservedFieldIds(), next.fields(), next.reservedFieldIds());
  }

  private static List<String> words(NodeType type) {
    return type.defaultAcl().orElse(List.of()).stream()
        .map(grant -> grant.principal() + "=" + grant.word())
        .toList();
  }

  private static void edgeTypes(Schema old, Schema next, Changes out) {
    var ids = new TreeSet<>(old.edgeTypes().keySet());
    ids.addAll(next.edgeTypes().keySet());
    for (int id : ids) {
      EdgeType before = old.edgeTypes().get(id);
      EdgeType after = next.edgeTypes().get(id);
      String path = "edge:" + id;
      if (after == null) {
        out.removed("EDGE_TYPE", path, next.reservedEdgeIds().contains(id));
      } else if (before == null) {
        out.added("EDGE_TYPE", path, old.reservedEdgeIds().contains(id));
      } else {
        edgeType(path, before, after, out);
      }
    }
  }

  private static void edgeType(String path, EdgeType old, EdgeType next, Changes out) {
    out.safe("EDGE_TYPE_RENAMED", path, old.name(), next.name());
    out.breaking("EDGE_FROM_CHANGED", path, old.fromTypeId(), next.fromTypeId());
    out.breaking("EDGE_TO_CHANGED", path, old.toTypeId(), next.toTypeId());
    out.tightened("UNIQUE_PER_FROM", path, old.uniquePerFrom(), next.uniquePerFrom());
    out.breaking(
        "ON_SUBJECT_EXIT_CHANGED", path, old.onSubjectExit().word(), next.onSubjectExit().word());
    out.policy(path, old.dataPolicy(), next.dataPolicy());
    out.safe("PROPAGATE_SHARE_CHANGED", path, old.propagateShare(), next.propagateShare());
    out.safe("DEPRECATED_CHANGED", path, old.deprecated(), next.deprecated());
    out.safe("DESCRIPTION_CHANGED", path, old.description(), next.description());
    out.reserved(path, "PROP_ID", old.reservedFieldIds(), next.reservedFieldIds());
    new FieldChanges("PROP", path + ".prop:", out)
        .compare(old.props(), old.reservedFieldIds(), next.props(), next.reservedFieldIds());
  }
}
