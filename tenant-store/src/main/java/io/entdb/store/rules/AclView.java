package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What decides who may do what with a node. */
public interface AclView {
  /** A node, soft-deleted or not; null = none. */
  @Nullable NodeRow node(String id);

  /** A node's grants by principal, rising. */
  List<Grant> grants(String nodeId);

  /** The nodes whose shares reach a node over one edge, in order of edge type and id. */
  List<String> sharersOf(String nodeId);

  /** The tenant's schema: types say what operations on their nodes take. */
  Schema schema();
}
