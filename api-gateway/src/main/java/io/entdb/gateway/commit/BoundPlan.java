package io.entdb.gateway.commit;

import io.entdb.model.record.Operation;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan as it goes into the log.
 *
 * @param schema replaces the tenant's before the first operation; empty = the tenant's will do
 */
public record BoundPlan(Optional<Schema> schema, List<Operation.Client> operations) {
  public BoundPlan {
    operations = List.copyOf(operations);
  }

  /** All that stands in the record, in order. */
  List<Operation> record() {
    var all = new ArrayList<Operation>(operations.size() + 1);
    schema.ifPresent(it -> all.add(new Operation.PutSchema(it)));
    all.addAll(operations);
    return all;
  }
}
