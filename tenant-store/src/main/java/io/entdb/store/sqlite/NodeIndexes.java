package io.entdb.store.sqlite;

import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.rules.NodeRow;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from nodes and their schema, kept so that queries are fast. Never in the digest. */
final class NodeIndexes {
  private final Statements statements;

  NodeIndexes(Statements statements) {
    this.statements = statements;
  }

  /** Makes field values and searchable text follow a node. */
  void follow(@Nullable NodeRow before, @Nullable NodeRow after, Schema schema) {
    @Nullable NodeRow any = after != null ? after : before;
    if (any == null) {
      return;
    }
    Optional<NodeType> type = schema.nodeType(any.typeId());
    if (type.isEmpty()) {
      return;
    }
    SearchText.follow(statements, type.get(), before, after);
    for (FieldDef field : FieldValues.indexedFields(type.get())) {
      @Nullable Object old = columnOfLive(before, field);
      @Nullable Object next = columnOfLive(after, field);
      if (old != null && next != null && same(old, next)) {
        continue;
      }
      if (old != null) {
        statements.update("write/delete_field_value", any.typeId(), field.fieldId(), old, any.id());
      }
      if (next != null) {
        statements.update("write/put_field_value", any.typeId(), field.fieldId(), next, any.id());
      }
    }
  }

  /** Only live nodes are indexed. */
  private static @Nullable Object columnOfLive(@Nullable NodeRow row, FieldDef field) {
    return row == null || row.deleted() ? null : FieldValues.column(row.payload(), field);
  }

  private static boolean same(Object old, Object next) {
    if (old instanceof byte[] a && next instanceof byte[] b) {
      return Arrays.equals(a, b);
    }
    return old.equals(next);
  }
}
