package io.entdb.gateway.commit;

import io.entdb.model.NodeId;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Schema;
import io.entdb.store.NodeView;
import io.entdb.store.TenantReader;
import java.util.Optional;

/** What a plan is bound to: one state of the tenant through the caller's eyes. */
public final class PlanView {
  private final TenantReader reader;
  private final Schema schema;
  private final NodeIds ids;
  private final boolean untyped;

  PlanView(TenantReader reader, NodeIds ids) {
    this(reader, reader.schema(), ids, false);
  }

  private PlanView(TenantReader reader, Schema schema, NodeIds ids, boolean untyped) {
    this.reader = reader;
    this.schema = schema;
    this.ids = ids;
    this.untyped = untyped;
  }

  /** The same state, as if the tenant had another schema. */
  public PlanView with(Schema other) {
    return new PlanView(reader, other, ids, untyped);
  }

  /**
   * The same state for a caller who may write what the schema does not know, as the rules allow
   * privileged ones (contract D18).
   */
  PlanView untyped() {
    return new PlanView(reader, schema, ids, true);
  }

  /** Whether nodes of a type that is not registered may be written. */
  boolean mayLackType(int typeId) {
    return untyped
        && schema.nodeType(typeId).isEmpty()
        && !schema.reservedTypeIds().contains(typeId);
  }

  /** Whether edges of a type that is not registered may be written. */
  boolean mayLackEdgeType(int edgeType) {
    return untyped
        && schema.edgeType(edgeType).isEmpty()
        && !schema.reservedEdgeIds().contains(edgeType);
  }

  /** Whether a change of a node that is not there does nothing, rather than be refused. */
  boolean mayLackNode(int typeId) {
    return untyped && (typeId == 0 ? schema.nodeTypes().isEmpty() : mayLackType(typeId));
  }

  public Schema schema() {
    return schema;
  }

  /** A node that the caller sees. */
  public Optional<NodeView> node(NodeId id) {
    return reader.node(id, false);
  }

  /** Whether the caller may do that with a node that it sees. */
  public boolean may(GuardedOperation operation, NodeId id) {
    return reader.may(operation, id);
  }

  /** Ids for nodes that the client leaves open. */
  public NodeIds ids() {
    return ids;
  }
}
