package io.entdb.model.record;

import io.entdb.model.Grant;
import io.entdb.model.Storage;
import java.util.List;
import java.util.Optional;

/** One thing that a record changed, as readers of the change feed hear of it: what, not values. */
public sealed interface FeedChange {
  /** What happened. */
  enum Kind {
    CREATED,
    UPDATED,
    /** Hidden or removed. */
    DELETED,
    /** Who may do what with it, or who owns it. Nodes only. */
    ACCESS
  }

  /**
   * Of a node.
   *
   * @param version after the change; of a removed node: its last one
   * @param former who could read it before, where that may be others than now
   */
  record OfNode(Kind kind, String id, int typeId, long version, Optional<FormerReaders> former)
      implements FeedChange {}

  /** Of an edge. */
  record OfEdge(Kind kind, int typeId, String from, String to) implements FeedChange {
    public OfEdge {
      if (kind == Kind.ACCESS) {
        throw new IllegalArgumentException("edges have no access of their own");
      }
    }
  }

  /** The schema became another. */
  record OfSchema(String fingerprint) implements FeedChange {}

  /**
   * What decided before a change who could read a node.
   *
   * @param restricted whether it had an ACL
   */
  record FormerReaders(String owner, boolean restricted, Storage storage, List<Grant> grants) {
    public FormerReaders {
      grants = List.copyOf(grants);
    }
  }
}
