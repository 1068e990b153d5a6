package io.entdb.store.sqlite;

import io.entdb.model.Value;
import io.entdb.store.PageKey;
import io.entdb.store.rules.EdgeRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The SQL of a node's edges, youngest first, then by type and peer, falling. */
final class EdgeSelect {
  /** Which way the edges go, seen from the node that is asked about. */
  enum Direction {
    OUT("from_id", "to_id"),
    IN("to_id", "from_id");

    private final String node;
    private final String peer;

    Direction(String node, String peer) {
      this.node = node;
      this.peer = peer;
    }

    String peerOf(EdgeRow edge) {
      return this == OUT ? edge.key().to() : edge.key().from();
    }
  }

  private final String sql;
  private final List<Object> values = new ArrayList<>();

  EdgeSelect(Direction direction, String nodeId, OptionalInt edgeType, Optional<PageKey> after) {
    var text =
        new StringBuilder("SELECT edge_type, from_id, to_id, props, created_at FROM edge WHERE ");
    text.append(direction.node).append(" = ?");
    values.add(nodeId);
    edgeType.ifPresent(
        type -> {
          text.append(" AND edge_type = ?");
          values.add(type);
        });
    after.ifPresent(
        key -> {
          text.append(" AND (created_at, edge_type, ").append(direction.peer).append(")");
          text.append(" < (?, ?, ?)");
          long createdAt = key.value() instanceof Value.IntList list ? list.values().get(0) : 0;
          long type = key.value() instanceof Value.IntList list ? list.values().get(1) : 0;
          Collections.addAll(values, createdAt, type, key.id());
        });
    text.append(" ORDER BY created_at DESC, edge_type DESC, ").append(direction.peer);
    sql = text.append(" DESC").toString();
  }

  String sql() {
    return sql;
  }

  Object[] values() {
    return values.toArray();
  }

  /** Where a page that ends with this edge ended. */
  static PageKey keyOf(Direction direction, EdgeRow edge) {
    return new PageKey(
        new Value.IntList(List.of(edge.createdAt(), (long) edge.key().edgeType())),
        direction.peerOf(edge));
  }
}
