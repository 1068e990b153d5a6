package io.entdb.store.sqlite;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.store.rules.NodeRow;
import org.jspecify.annotations.Nullable;

/** The full-text index: the searchable fields of live nodes, one row a node. */
final class SearchText {
  private SearchText() {}

  static boolean isSearchable(NodeType type) {
    return type.fields().stream().anyMatch(FieldDef::searchable);
  }

  static void follow(
      Statements statements, NodeType type, @Nullable NodeRow before, @Nullable NodeRow after) {
    if (!isSearchable(type)) {
      return;
    }
    String old = textOfLive(type, before);
    String next = textOfLive(type, after);
    if (old.equals(next)) {
      return;
    }
    if (!old.isEmpty() && before != null) {
      remove(statements, before.id());
    }
    if (!next.isEmpty() && after != null) {
      add(statements, type, after.id(), next);
    }
  }

  /** Indexes a node that has no row yet. */
  static void add(Statements statements, NodeType type, NodeRow node) {
    String text = textOfLive(type, node);
    if (!text.isEmpty()) {
      add(statements, type, node.id(), text);
    }
  }

  /** Makes the index where there is none yet; must come before the first searchable type. */
  static void make(Statements statements) {
    statements.execute(Sql.text("write/make_search"));
  }

  static void removeAll(Statements statements) {
    statements.execute("DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS search_row");
  }

  static void removeType(Statements statements, int typeId) {
    statements.update("write/delete_search_texts_of_type", typeId);
    statements.update("write/delete_search_rows_of_type", typeId);
  }

  private static void add(Statements statements, NodeType type, String nodeId, String text) {
    statements.update("write/put_search_row", nodeId, type.typeId());
    @Nullable Long row = statements.first("read/search_row", it -> it.getLong(1), nodeId);
    if (row == null) {
      throw new IllegalStateException("the search row of " + nodeId + " was not kept");
    }
    statements.update("write/put_search_text", row, text);
  }

  private static void remove(Statements statements, String nodeId) {
    @Nullable Long row = statements.first("read/search_row", it -> it.getLong(1), nodeId);
    if (row != null) {
      statements.update("write/delete_search_text", row);
      statements.update("write/delete_search_row", row);
    }
  }

  private static String textOfLive(NodeType type, @Nullable NodeRow node) {
    return node == null || node.deleted() ? "" : text(type, node.payload());
  }

  /** Throws when a text is no query, as far as that is known without asking SQLite. */
  static void requireQuery(String text) {
    if (text.isBlank()) {
      throw new InvalidException("query must not be empty");
    }
    if (text.length() > Limits.SEARCH_CHARS_MAX) {
      throw new InvalidException("query must be under " + Limits.SEARCH_CHARS_MAX + " characters");
    }
  }

  /** Runs a full-text query, its text the first of the values. */
  static void each(
      Statements statements, String name, Statements.RowVisitor visitor, Object... values) {
    try {
      statements.each(name, visitor, values);
    } catch (SqlFailure e) {
      throw e.isMalformedStatement()
          ? new InvalidException("malformed query: " + e.getMessage())
          : e;
    }
  }

  /** A node's searchable text. */
  static String text(NodeType type, Payload payload) {
    var text = new StringBuilder();
    for (FieldDef field : type.fields()) {
      if (field.searchable()) {
        switch (payload.get(field.fieldId())) {
          case Value.Str(String value) -> text.append(value).append('\n');
          case Value.StrList list -> list.values().forEach(it -> text.append(it).append('\n'));
          case null, default -> {}
        }
      }
    }
    return text.toString();
  }
}
