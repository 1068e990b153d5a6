package io.entdb.store;

import io.entdb.model.Filter;
import java.util.List;
import java.util.Optional;

/**
 * Nodes of a type that meet all filters, in an order that is total (ties go by id).
 *
 * @param after the last key of the page before; empty = from the start
 * @param offset nodes to pass over after that, for clients of the old style
 * @param size at most this many, 1 to {@link io.entdb.model.Limits#PAGE_SIZE_MAX}
 */
public record NodeQuery(
    int typeId,
    List<Filter> filters,
    Order order,
    boolean descending,
    Optional<PageKey> after,
    int offset,
    int size) {
  /** What a query is ordered by. */
  public sealed interface Order {
    /** By creation time. */
    record CreatedAt() implements Order {}

    /** By the time of the last change. */
    record UpdatedAt() implements Order {}

    /** By id, in order of code points. */
    record Id() implements Order {}

    /** By an indexed field; nodes without a value come first. */
    record Field(int fieldId) implements Order {}
  }

  public NodeQuery {
    filters = List.copyOf(filters);
  }
}
