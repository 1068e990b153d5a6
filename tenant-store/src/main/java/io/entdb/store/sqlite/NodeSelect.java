package io.entdb.store.sqlite;

import io.entdb.model.Filter;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.store.NodeQuery;
import io.entdb.store.PageKey;
import io.entdb.store.rules.NodeRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of a node query: which index leads, where it starts, in which order. */
final class NodeSelect {
  private static final String NODE_COLUMNS =
      "n.id, n.type_id, n.payload, n.owner, n.restricted, n.version, n.created_at, n.updated_at,"
          + " n.deleted, n.storage, n.target_user";

  /** Up to so many matches of an indexed filter are fetched and sorted; above, the order leads. */
  private static final int SORTED_MAX = 2_000;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final NodeQuery query;
  private final NodeType type;
  private final Optional<Principal> mailbox;

  private NodeSelect(NodeQuery query, NodeType type, Optional<Principal> mailbox) {
    this.query = query;
    this.type = type;
    this.mailbox = mailbox;
  }

  /** Live nodes of a type in order of id: all that meet the filters, and perhaps others. */
  static NodeSelect candidates(Statements statements, NodeType type, List<Filter> filters) {
    var query =
        new NodeQuery(
            type.typeId(), filters, new NodeQuery.Order.Id(), false, Optional.empty(), 0, 1);
    return of(statements, query, type, Optional.empty());
  }

  /**
   * Chooses the statement for a query, looking at how many rows an indexed filter would give.
   *
   * @param mailbox whose nodes alone are asked for; empty = the tenant's
   */
  static NodeSelect of(
      Statements statements, NodeQuery query, NodeType type, Optional<Principal> mailbox) {
    var select = new NodeSelect(query, type, mailbox);
    switch (query.order()) {
      case NodeQuery.Order.Field(int fieldId) -> select.ledByOrderField(field(type, fieldId));
      case NodeQuery.Order.CreatedAt _ -> select.ledByNodes(statements, "created_at");
      case NodeQuery.Order.UpdatedAt _ -> select.ledByNodes(statements, "updated_at");
      case NodeQuery.Order.Id _ -> select.ledByNodes(statements, "id");
    }
    return select;
  }

  String sql() {
    return sql.toString();
  }

  Object[] values() {
    return values.toArray();
  }

  /** What the page token of a row holds. */
  static PageKey keyOf(NodeQuery query, NodeRow node) {
    Value value =
        switch (query.order()) {
          case NodeQuery.Order.CreatedAt _ -> new Value.Int(node.createdAt());
          case NodeQuery.Order.UpdatedAt _ -> new Value.Int(node.updatedAt());
          case NodeQuery.Order.Id _ -> Value.NULL;
          case NodeQuery.Order.Field(int fieldId) -> {
            @Nullable Value stored = node.payload().get(fieldId);
            yield stored == null ? Value.NULL : stored;
          }
        };
    return new PageKey(value, node.id());
  }

  private void ledByOrderField(FieldDef field) {
    sql.append("SELECT ").append(NODE_COLUMNS);
    sql.append(" FROM field_value o CROSS JOIN node n ON n.id = o.node_id");
    sql.append(" WHERE o.type_id = ? AND o.field_id = ?");
    Collections.addAll(values, query.typeId(), field.fieldId());
    for (Filter filter : query.filters()) {
      if (filter.fieldId() == field.fieldId()) {
        narrow("o.value", filter);
      }
    }
    query
        .after()
        .ifPresent(
            key -> {
              sql.append(" AND (o.value, o.node_id) ").append(beyond()).append(" (?, ?)");
              Collections.addAll(values, FieldValues.column(key.value()), key.id());
            });
    String direction = query.descending() ? " DESC" : "";
    sql.append(" ORDER BY o.value").append(direction).append(", o.node_id").append(direction);
  }

  private void ledByNodes(Statements statements, String column) {
    Optional<Filter> selective =
        query.filters().stream()
            .filter(filter -> isIndexed(filter) && isSelective(statements, filter))
            .findFirst();
    sql.append("SELECT ").append(NODE_COLUMNS);
    if (selective.isPresent()) {
      sql.append(" FROM field_value f CROSS JOIN node n ON n.id = f.node_id");
      sql.append(" WHERE f.type_id = ? AND f.field_id = ?");
      Collections.addAll(values, query.typeId(), selective.get().fieldId());
      narrow("f.value", selective.get());
      sql.append(" AND n.deleted = 0");
    } else {
      sql.append(" FROM node n WHERE n.type_id = ? AND n.deleted = 0");
      values.add(query.typeId());
    }
    mailbox.ifPresent(
        user -> {
          sql.append(" AND n.target_user = ? AND n.target_user <> ''");
          values.add(user.value());
        });
    query.after().ifPresent(key -> startAfter(column, key));
    String direction = query.descending() ? " DESC" : "";
    sql.append(" ORDER BY n.").append(column).append(direction);
    if (!column.equals("id")) {
      sql.append(", n.id").append(direction);
    }
  }

  private void startAfter(String column, PageKey key) {
    if (column.equals("id")) {
      sql.append(" AND n.id ").append(beyond()).append(" ?");
      values.add(key.id());
    } else {
      sql.append(" AND (n.").append(column).append(", n.id) ").append(beyond()).append(" (?, ?)");
      Collections.addAll(values, FieldValues.column(key.value()), key.id());
    }
  }

  private String beyond() {
    return query.descending() ? "<" : ">";
  }

  private boolean isIndexed(Filter filter) {
    Optional<FieldDef> field = type.field(filter.fieldId());
    boolean byRange =
        switch (filter.op()) {
          case EQ, GT, GTE, LT, LTE, IN -> true;
          case NEQ, LIKE, CONTAINS -> false;
        };
    return byRange && field.map(it -> it.indexed() || it.unique()).orElse(false);
  }

  private boolean isSelective(Statements statements, Filter filter) {
    var probe = new NodeSelect(query, type, mailbox);
    probe.sql.append("SELECT 1 FROM field_value f WHERE f.type_id = ? AND f.field_id = ?");
    Collections.addAll(probe.values, query.typeId(), filter.fieldId());
    probe.narrow("f.value", filter);
    probe.sql.append(" LIMIT ").append(SORTED_MAX + 1);
    int[] found = {0};
    statements.eachOf(
        probe.sql(),
        _ -> {
          found[0]++;
          return true;
        },
        probe.values());
    return found[0] <= SORTED_MAX;
  }

  /** Adds what an indexed filter says of a column, where SQL can say it; Java checks all again. */
  private void narrow(String column, Filter filter) {
    switch (filter.op()) {
      case EQ -> compare(column, "=", filter);
      case GT -> compare(column, ">", filter);
      case GTE -> compare(column, ">=", filter);
      case LT -> compare(column, "<", filter);
      case LTE -> compare(column, "<=", filter);
      case IN -> {
        sql.append(" AND ").append(column).append(" IN (");
        sql.append(String.join(", ", Collections.nCopies(filter.values().size(), "?"))).append(')');
        filter.values().forEach(value -> values.add(FieldValues.column(value)));
      }
      case NEQ, LIKE, CONTAINS -> {}
    }
    sql.append(" AND ").append(column).append(" > -9e999");
  }

  private void compare(String column, String operator, Filter filter) {
    sql.append(" AND ").append(column).append(' ').append(operator).append(" ?");
    values.add(FieldValues.column(filter.values().getFirst()));
  }

  static FieldDef field(NodeType type, int fieldId) {
    return type.field(fieldId)
        .orElseThrow(
            () -> new InvalidException("node type " + type.typeId() + " has no field " + fieldId));
  }
}
