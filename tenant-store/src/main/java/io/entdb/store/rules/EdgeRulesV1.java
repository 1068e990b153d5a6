package io.entdb.store.rules;

import io.entdb.model.Payload;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.PayloadCheck;
import io.entdb.model.schema.Requirement;
import io.entdb.store.EdgeIds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for edges. */
final class EdgeRulesV1 {
  private final PlanContext context;
  private final Draft draft;

  EdgeRulesV1(PlanContext context) {
    this.context = context;
    this.draft = context.draft();
  }

  OpResult create(Operation.CreateEdge op) throws Refusal {
    var key = new EdgeKey(op.edgeType(), context.idOf(op.from()), context.idOf(op.to()));
    boolean existing = draft.edge(key) != null;
    Optional<EdgeType> registered = draft.schema().edgeType(op.edgeType());
    if (registered.isEmpty() && context.mayBypassSchema() && isNeverRegistered(op.edgeType())) {
      draft.put(new EdgeRow(key, op.props(), context.time()));
      return new OpResult(op.word(), "", "", existing, EdgeIds.of(key));
    }
    EdgeType type = registered.orElseThrow(() -> unknown(op.edgeType()));
    Payload props = PayloadCheck.withDefaults(type, op.props());
    Problems.refuse(PayloadCheck.forProps(type, props));
    if (type.uniquePerFrom() && !existing) {
      requireOnlyEdge(key);
    }
    draft.put(new EdgeRow(key, props, context.time()));
    context.checkAtEnd(() -> checkEnds(type, key, existing));
    return new OpResult(op.word(), "", "", existing, EdgeIds.of(key));
  }

  OpResult delete(Operation.DeleteEdge op) throws Refusal {
    var key = new EdgeKey(op.edgeType(), context.idOf(op.from()), context.idOf(op.to()));
    boolean existing = draft.edge(key) != null;
    if (existing) {
      @Nullable NodeRow from = draft.node(key.from());
      if (from != null) {
        if (!context.mayRead(from)) {
          return new OpResult(op.word(), "", "", false, EdgeIds.of(key));
        }
        context.require(toPart(key, from), from);
      }
      draft.removeEdge(key);
    }
    return new OpResult(op.word(), "", "", existing, EdgeIds.of(key));
  }

  /** What taking an edge away takes of its source; a target that is gone has no type. */
  private Requirement toPart(EdgeKey key, NodeRow from) {
    @Nullable NodeRow to = draft.node(key.to());
    return context
        .capabilities(from)
        .requirement(GuardedOperation.DELETE_EDGE, to == null ? 0 : to.typeId());
  }

  private boolean isNeverRegistered(int edgeType) {
    return !draft.schema().reservedEdgeIds().contains(edgeType);
  }

  private static Refusal unknown(int edgeType) {
    return new Refusal(
            RefusalCode.VALIDATION_ERROR,
            "edge type " + edgeType + " is not in the tenant's schema")
        .with("edge_type", Integer.toString(edgeType));
  }

  private void requireOnlyEdge(EdgeKey key) throws Refusal {
    for (EdgeKey other : draft.edgesFrom(key.edgeType(), key.from())) {
      throw new Refusal(
              RefusalCode.UNIQUE_VIOLATION,
              "node \""
                  + key.from()
                  + "\" has an edge of type "
                  + key.edgeType()
                  + " already, to \""
                  + other.to()
                  + "\"; the type allows one per source")
          .with("edge_type", Integer.toString(key.edgeType()))
          .with("from_id", key.from());
    }
  }

  /** Both ends must be there when the plan has ended, be of the edge's types, and be seen. */
  private void checkEnds(EdgeType type, EdgeKey key, boolean existing) throws Refusal {
    if (draft.edge(key) == null) {
      return; // A later step removed it.
    }
    NodeRow from = context.visible(key.from());
    NodeRow to = context.visible(key.to());
    context.require(
        context.capabilities(from).requirement(GuardedOperation.CREATE_EDGE, to.typeId()), from);
    checkEnd(type, "from", type.fromTypeId(), from);
    checkEnd(type, "to", type.toTypeId(), to);
    if (type.propagateShare() && !existing) {
      // Whoever the source is or will be shared with gets at the target: that is sharing it.
      context.require(GuardedOperation.SHARE_NODE, to);
    }
    if (!from.storage().mayLeadTo(to.storage())) {
      throw new Refusal(
              RefusalCode.VALIDATION_ERROR,
              "an edge may not lead from node \""
                  + from.id()
                  + "\" to the more private \""
                  + to.id()
                  + "\"")
          .with("edge_type", Integer.toString(type.edgeId()))
          .with("node_id", to.id());
    }
  }

  private static void checkEnd(EdgeType type, String end, int wanted, NodeRow node) throws Refusal {
    if (wanted != 0 && node.typeId() != wanted) {
      throw new Refusal(
              RefusalCode.VALIDATION_ERROR,
              "edge type "
                  + type.edgeId()
                  + " wants a node of type "
                  + wanted
                  + " as "
                  + end
                  + ", but \""
                  + node.id()
                  + "\" has type "
                  + node.typeId())
          .with("edge_type", Integer.toString(type.edgeId()))
          .with("node_id", node.id());
    }
  }
}
