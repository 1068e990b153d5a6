package io.entdb.client;

import io.entdb.grpc.v1.ExecuteAtomicResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan that will not be lost.
 *
 * @param position where it stands in the log; reads of the same {@link Tenant} see it by themselves
 * @param nodeIds the nodes of its creates, in order: made, or found by {@code orExisting} once
 *     applied
 * @param applied whether it is known to be applied; else it is only certain to be kept
 */
public record Committed(
    String idempotencyKey, String position, List<String> nodeIds, boolean applied) {
  public Committed {
    nodeIds = List.copyOf(nodeIds);
  }

  static Committed of(ExecuteAtomicResponse answer, boolean applied) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < answer.getCreatedNodeIdsCount(); i++) {
      String made = answer.getCreatedNodeIds(i);
      boolean found = made.isEmpty() && i < answer.getExistingNodeIdsCount();
      ids.add(found ? answer.getExistingNodeIds(i) : made);
    }
    return new Committed(
        answer.getReceipt().getIdempotencyKey(),
        answer.getReceipt().getStreamPosition(),
        ids,
        applied);
  }
}
