package io.entdb.gateway.schema;

import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.UnknownType;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.List;

/** Finds types by id, for requests that cannot go on without them. */
public final class Types {
  private Types() {}

  /** A node type; what throws says so in the form that {@link UnknownType} knows. */
  public static NodeType node(Schema schema, int typeId) {
    return schema.nodeType(typeId).orElseThrow(() -> UnknownType.node(typeId));
  }

  /**
   * A node type to read. To privileged callers a type that nobody registered has no fields, because
   * they may have written nodes of it (contract D18).
   */
  public static NodeType node(Schema schema, Caller caller, int typeId) {
    return caller.isPrivileged() && schema.nodeType(typeId).isEmpty()
        ? NodeType.of(typeId, "", List.of())
        : node(schema, typeId);
  }

  /** An edge type; what throws says so in the form that {@link UnknownType} knows. */
  public static EdgeType edge(Schema schema, int edgeType) {
    return schema.edgeType(edgeType).orElseThrow(() -> UnknownType.edge(edgeType));
  }
}
