package io.entdb.store.sqlite;

import io.entdb.model.InvalidException;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.PayloadCheck;
import io.entdb.model.schema.Schema;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.rules.FilterMatch;
import io.entdb.store.rules.NodeRow;
import java.util.ArrayList;
import java.util.Optional;

/** Finds the nodes of a type that meet filters. */
final class QueryReader {
  private final Statements statements;
  private final Schema schema;
  private final StoreReader reader;

  QueryReader(Statements statements, Schema schema, StoreReader reader) {
    this.statements = statements;
    this.schema = schema;
    this.reader = reader;
  }

  /** A page of nodes. */
  Page<NodeView> page(NodeQuery query, NodeType type) {
    check(query, type);
    NodeSelect select = NodeSelect.of(statements, query, type, reader.sight().mailbox());
    var page = new ArrayList<NodeView>();
    var last = new ArrayList<NodeRow>(1);
    int[] skipped = {0};
    boolean[] more = {false};
    statements.eachOf(
        select.sql(),
        row -> {
          NodeRow node = Rows.node(row);
          Optional<NodeView> seen =
              FilterMatch.matches(query.filters(), node.payload())
                  ? reader.seen(node)
                  : Optional.empty();
          if (seen.isEmpty()) {
            return true;
          }
          if (skipped[0] < query.offset()) {
            skipped[0]++;
            return true;
          }
          if (page.size() == query.size()) {
            more[0] = true;
            return false;
          }
          page.add(seen.get());
          last.clear();
          last.add(node);
          return true;
        },
        select.values());
    Optional<PageKey> next =
        more[0] ? Optional.of(NodeSelect.keyOf(query, last.getFirst())) : Optional.empty();
    return new Page<>(page, next);
  }

  /** How many nodes all pages have. */
  long count(NodeQuery query, NodeType type) {
    check(query, type);
    var all =
        new NodeQuery(
            query.typeId(),
            query.filters(),
            new NodeQuery.Order.Id(),
            false,
            Optional.empty(),
            0,
            1);
    NodeSelect select = NodeSelect.of(statements, all, type, reader.sight().mailbox());
    long[] count = {0};
    statements.eachOf(
        select.sql(),
        row -> {
          NodeRow node = Rows.node(row);
          if (FilterMatch.matches(all.filters(), node.payload()) && reader.sight().sees(node)) {
            count[0]++;
          }
          return true;
        },
        select.values());
    return count[0];
  }

  private void check(NodeQuery query, NodeType type) {
    Optional<PayloadCheck.Problem> problem =
        schema.nodeType(type.typeId()).isPresent()
            ? FilterMatch.problem(query.filters(), type)
            : FilterMatch.problemInForm(query.filters());
    if (problem.isPresent()) {
      throw new InvalidException(problem.get().message());
    }
    if (query.order() instanceof NodeQuery.Order.Field(int fieldId)) {
      FieldDef field = NodeSelect.field(type, fieldId);
      if (!field.indexed() && !field.unique()) {
        throw new InvalidException(
            "order_by field " + fieldId + " is not indexed; declare it indexed in the schema");
      }
    }
  }
}
