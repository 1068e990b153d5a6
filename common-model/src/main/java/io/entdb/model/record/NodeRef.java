package io.entdb.model.record;

import io.entdb.model.NodeId;

/** A node named in a plan. */
public sealed interface NodeRef {
  /** A node by its id. */
  record ById(NodeId id) implements NodeRef {}

  /** The node that an earlier operation of the same plan made under this alias (without $). */
  record ByAlias(String alias) implements NodeRef {}
}
