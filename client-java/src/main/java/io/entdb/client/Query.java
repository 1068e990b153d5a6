package io.entdb.client;

import io.entdb.grpc.v1.FieldFilter;
import io.entdb.grpc.v1.FilterOp;
import io.entdb.grpc.v1.QueryNodesRequest;
import java.util.ArrayList;
import java.util.List;

/** Which nodes of a type, in which order. Immutable. */
public final class Query {
  private final int typeId;
  private final List<FieldFilter> filters;
  private final String orderBy;
  private final boolean descending;

  private Query(int typeId, List<FieldFilter> filters, String orderBy, boolean descending) {
    this.typeId = typeId;
    this.filters = List.copyOf(filters);
    this.orderBy = orderBy;
    this.descending = descending;
  }

  /** All nodes of a type, the oldest first. */
  public static Query ofType(int typeId) {
    return new Query(typeId, List.of(), "", false);
  }

  /** Only those whose field compares so; a field without value compares to nothing. */
  public Query where(int fieldId, FilterOp op, Object value) {
    var more = new ArrayList<>(filters);
    more.add(
        FieldFilter.newBuilder()
            .setField(Integer.toString(fieldId))
            .setOp(op)
            .setTypedValue(Fields.toMessage(value))
            .build());
    return new Query(typeId, more, orderBy, descending);
  }

  /** Ordered by {@code created_at}, {@code updated_at} or {@code node_id}. */
  public Query orderBy(String name) {
    return new Query(typeId, filters, name, descending);
  }

  /** The other way round. */
  public Query descending() {
    return new Query(typeId, filters, orderBy, true);
  }

  QueryNodesRequest.Builder toMessage() {
    return QueryNodesRequest.newBuilder()
        .setTypeId(typeId)
        .addAllFilters(filters)
        .setOrderBy(orderBy)
        .setDescending(descending);
  }
}
