package io.entdb.gateway.commit;

import io.entdb.model.CoreCapability;
import io.entdb.model.NodeId;
import io.entdb.model.schema.Schema;
import io.entdb.store.NodeView;
import io.entdb.store.TenantReader;
import java.util.Optional;

/** What a plan is bound to: one state of the tenant through the caller's eyes. */
public final class PlanView {
  private final TenantReader reader;
  private final Schema schema;
  private final NodeIds ids;

  PlanView(TenantReader reader, NodeIds ids) {
    this(reader, reader.schema(), ids);
  }

  private PlanView(TenantReader reader, Schema schema, NodeIds ids) {
    this.reader = reader;
    this.schema = schema;
    this.ids = ids;
  }

  /** The same state, as if the tenant had another schema. */
  public PlanView with(Schema other) {
    return new PlanView(reader, other, ids);
  }

  public Schema schema() {
    return schema;
  }

  /** A node that the caller sees. */
  public Optional<NodeView> node(NodeId id) {
    return reader.node(id, false);
  }

  /** Whether the caller has a capability on a node that it sees. */
  public boolean may(CoreCapability need, NodeId id) {
    return reader.may(need, id);
  }

  /** Ids for nodes that the client leaves open. */
  public NodeIds ids() {
    return ids;
  }
}
