package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.schema.Schema;
import io.entdb.store.rules.Change;
import java.util.List;

/** Brings the data of an image into a store that has none (ADR 0017 D1), row by row. */
final class ImageCopy {
  /** What is replaced. The other tables are the log's side of a tenant, and who belongs to it. */
  static final List<String> TABLES =
      List.of(
          "node",
          "node_grant",
          "edge",
          "mailbox",
          "mailbox_item",
          "share_path",
          "schema",
          "unique_key",
          "field_value");

  private final Statements image;
  private final Statements statements;
  private final ChangeWriter writer;

  /**
   * @param writer keeps indexes and the digest of the store
   */
  ImageCopy(Statements image, Statements statements, ChangeWriter writer) {
    this.image = image;
    this.statements = statements;
    this.writer = writer;
  }

  void run(Schema schema) {
    if (!schema.isEmpty()) { // First: it makes the indexes that nodes are entered in.
      writer.carryOut(new Change.OfSchema(Schema.EMPTY, schema), schema);
    }
    each("dump/nodes", row -> new Change.OfNode(null, Rows.node(row)), schema);
    each(
        "dump/grants",
        row -> {
          Grant grant = Rows.grantFrom(row, 2);
          return new Change.OfGrants(row.getString(1), List.of(), List.of(grant));
        },
        schema);
    each("dump/edges", row -> new Change.OfEdge(null, Rows.edge(row)), schema);
    each("dump/mailboxes", row -> new Change.OfMailbox(null, Rows.mailbox(row)), schema);
    each("dump/mailbox_items", row -> new Change.OfItem(null, Rows.item(row, 1)), schema);
    // As they are: a node that is older than its type holds none.
    image.each(
        "dump/unique_keys",
        row -> {
          statements.update(
              "write/put_key", row.getInt(1), row.getString(2), row.getBytes(3), row.getString(4));
          return true;
        });
  }

  private void each(String dump, Statements.RowReader<Change> change, Schema schema) {
    image.each(
        dump,
        row -> {
          writer.carryOut(change.read(row), schema);
          return true;
        });
  }
}
