package io.entdb.store.sqlite;

import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.rules.NodeRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes field values and unique keys follow a change of schema. */
final class SchemaIndexes {
  private SchemaIndexes() {}

  static void follow(Statements statements, Schema before, Schema after) {
    if (!hasSearch(before) && hasSearch(after)) {
      SearchText.make(statements);
    }
    followShares(statements, before.sharingEdgeTypes(), after.sharingEdgeTypes());
    for (NodeType old : before.nodeTypes().values()) {
      Optional<NodeType> next = after.nodeType(old.typeId());
      Set<Integer> had = fieldIds(FieldValues.indexedFields(old));
      Set<Integer> has = next.map(it -> fieldIds(FieldValues.indexedFields(it))).orElse(Set.of());
      had.stream()
          .filter(field -> !has.contains(field))
          .forEach(field -> statements.update("write/delete_field_values", old.typeId(), field));
      Set<String> kept = next.map(SchemaIndexes::constraints).orElse(Set.of());
      constraints(old).stream()
          .filter(constraint -> !kept.contains(constraint))
          .forEach(
              constraint -> statements.update("write/delete_constraint", old.typeId(), constraint));
      next.ifPresent(type -> fill(statements, type, had));
      search(statements, old, next);
    }
  }

  private static void followShares(Statements statements, Set<Integer> before, Set<Integer> after) {
    before.stream()
        .filter(type -> !after.contains(type))
        .forEach(type -> statements.update("write/delete_share_paths", type));
    after.stream()
        .filter(type -> !before.contains(type))
        .forEach(type -> statements.update("write/fill_share_paths", type));
  }

  /** Makes the full-text index anew when other fields are searchable now. */
  private static void search(Statements statements, NodeType old, Optional<NodeType> next) {
    Set<Integer> had = searchable(old);
    Set<Integer> has = next.map(SchemaIndexes::searchable).orElse(Set.of());
    if (had.equals(has)) {
      return;
    }
    SearchText.removeType(statements, old.typeId());
    if (next.isPresent() && !has.isEmpty()) {
      statements.each(
          "read/nodes_of_type",
          row -> {
            SearchText.add(statements, next.get(), Rows.node(row));
            return true;
          },
          old.typeId());
    }
  }

  private static boolean hasSearch(Schema schema) {
    return schema.nodeTypes().values().stream().anyMatch(SearchText::isSearchable);
  }

  private static Set<Integer> searchable(NodeType type) {
    return fieldIds(type.fields().stream().filter(FieldDef::searchable).toList());
  }

  /** Indexes the present nodes of a type by the fields that were not indexed before. */
  private static void fill(Statements statements, NodeType type, Set<Integer> had) {
    List<FieldDef> fresh =
        FieldValues.indexedFields(type).stream()
            .filter(field -> !had.contains(field.fieldId()))
            .toList();
    if (fresh.isEmpty()) {
      return;
    }
    statements.each(
        "read/nodes_of_type",
        row -> {
          NodeRow node = Rows.node(row);
          for (FieldDef field : fresh) {
            statements.update(
                "write/put_field_value",
                type.typeId(),
                field.fieldId(),
                FieldValues.column(node.payload(), field),
                node.id());
          }
          return true;
        },
        type.typeId());
  }

  private static Set<Integer> fieldIds(List<FieldDef> fields) {
    var ids = new HashSet<Integer>();
    fields.forEach(field -> ids.add(field.fieldId()));
    return ids;
  }

  private static Set<String> constraints(NodeType type) {
    var constraints = new HashSet<String>();
    for (FieldDef field : type.fields()) {
      if (field.unique()) {
        constraints.add(Integer.toString(field.fieldId()));
      }
    }
    for (List<Integer> tuple : type.compositeUnique()) {
      constraints.add(String.join(",", tuple.stream().map(String::valueOf).toList()));
    }
    return constraints;
  }
}
