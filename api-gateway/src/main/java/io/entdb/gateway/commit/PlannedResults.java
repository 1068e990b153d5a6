package io.entdb.gateway.commit;

import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.store.EdgeIds;
import io.entdb.store.rules.EdgeKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plan will make if it is applied, as far as that is known before. */
final class PlannedResults {
  private final Map<String, String> aliases = new HashMap<>();

  private PlannedResults() {}

  static List<OpResult> of(List<Operation.Client> operations) {
    var planned = new PlannedResults();
    var results = new ArrayList<OpResult>(operations.size());
    for (Operation.Client operation : operations) {
      results.add(planned.of(operation));
    }
    return results;
  }

  private OpResult of(Operation.Client operation) {
    return switch (operation) {
      case Operation.CreateNode op -> {
        if (!op.alias().isEmpty()) {
          aliases.put(op.alias(), op.id().value());
        }
        yield new OpResult(op.word(), op.id().value(), op.alias(), false, "");
      }
      case Operation.UpdateNode op -> node(op, op.node());
      case Operation.DeleteNode op -> node(op, op.node());
      case Operation.DeleteWhere op -> OpResult.ofCounts(op.word(), Map.of());
      case Operation.Managing op -> OpResult.ofCounts(op.word(), Map.of());
      case Operation.MarkRead op ->
          new OpResult(op.word(), op.node().map(this::id).orElse(""), "", false, "");
      case Operation.SetVisibility op -> node(op, op.node());
      case Operation.ShareNode op -> node(op, op.node());
      case Operation.RevokeAccess op -> node(op, op.node());
      case Operation.TransferOwnership op -> node(op, op.node());
      case Operation.CreateEdge op ->
          edge(op, new EdgeKey(op.edgeType(), id(op.from()), id(op.to())));
      case Operation.DeleteEdge op ->
          edge(op, new EdgeKey(op.edgeType(), id(op.from()), id(op.to())));
    };
  }

  private OpResult node(Operation.Client op, NodeRef ref) {
    return new OpResult(op.word(), id(ref), "", false, "");
  }

  private static OpResult edge(Operation.Client op, EdgeKey key) {
    return new OpResult(op.word(), "", "", false, EdgeIds.of(key));
  }

  private String id(NodeRef ref) {
    return switch (ref) {
      case NodeRef.ById(var id) -> id.value();
      case NodeRef.ByAlias(var alias) -> aliases.getOrDefault(alias, "");
    };
  }
}
