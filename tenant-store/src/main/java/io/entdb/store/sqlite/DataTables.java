package io.entdb.store.sqlite;

import java.util.List;

/** The tables of a tenant's file by what empties them together. */
final class DataTables {
  /** What a tenant has, but for what it has told and still has to tell others. */
  static final List<String> DATA =
      List.of(
          "node",
          "node_grant",
          "edge",
          "member",
          "group_member",
          "mailbox",
          "mailbox_item",
          "share_path",
          "setting",
          "outcome",
          "directory",
          "schema",
          "unique_key",
          "field_value",
          "user",
          "api_key",
          "seen",
          "frozen",
          "membership",
          "sighting",
          "tenant_standing");

  static final List<String> CROSSING = List.of("outbox", "outbox_last", "inbox");

  private final Statements statements;

  DataTables(Statements statements) {
    this.statements = statements;
  }

  /** Empties tables, and the search index that follows them. */
  void clear(List<String> tables) {
    tables.forEach(table -> statements.execute("DELETE FROM " + table));
    SearchText.removeAll(statements);
  }
}
