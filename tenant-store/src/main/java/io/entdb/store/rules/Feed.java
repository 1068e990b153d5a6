package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.record.FeedChange;
import io.entdb.model.record.FeedChange.FormerReaders;
import io.entdb.model.record.FeedChange.Kind;
import io.entdb.model.record.FeedEntry;
import io.entdb.model.schema.SchemaFingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What readers of the change feed are told of a record's changes. */
public final class Feed {
  private final AclView before;
  private final Map<String, List<Grant>> formerGrants = new HashMap<>();
  private final Set<String> nodes = new HashSet<>();
  private final List<FeedChange> told = new ArrayList<>();

  private Feed(AclView before) {
    this.before = before;
  }

  /**
   * Whether readers have to start anew after a change: something may have been erased that they
   * hold, or what they hold was lost with a log.
   */
  public static boolean startsAnew(Change change) {
    return change instanceof Change.ScrubOutcomes
        || (change instanceof Change.OfSetting(var name, var _, var _)
            && name.equals(RetellV1.SETTING));
  }

  /**
   * The entry of a record; empty = it changed nothing that readers are told of.
   *
   * @param before the state before the record
   */
  public static Optional<FeedEntry> of(Principal actor, List<Change> changes, AclView before) {
    var feed = new Feed(before);
    feed.prepare(changes);
    changes.forEach(feed::add);
    return feed.told.isEmpty()
        ? Optional.empty()
        : Optional.of(new FeedEntry(actor, List.copyOf(feed.told)));
  }

  /** Grants that change are told with their node, or alone where the node stays as it is. */
  private void prepare(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfGrants(var nodeId, var former, var _)) {
        formerGrants.put(nodeId, former);
      }
    }
    if (formerGrants.isEmpty()) {
      return;
    }
    for (Change change : changes) {
      if (change instanceof Change.OfNode(var was, var is)) {
        if (was != null) {
          nodes.add(was.id());
        }
        if (is != null) {
          nodes.add(is.id());
        }
      }
    }
  }

  private void add(Change change) {
    switch (change) {
      case Change.OfNode(var was, var is) -> node(was, is);
      case Change.OfGrants(var nodeId, var _, var _) -> {
        @Nullable NodeRow node = nodes.contains(nodeId) ? null : before.node(nodeId);
        if (node != null && !node.deleted()) {
          told.add(told(Kind.ACCESS, node, Optional.of(formerReaders(node))));
        }
      }
      case Change.OfEdge(var was, var is) -> edge(was, is);
      case Change.OfSchema(var _, var after) ->
          told.add(new FeedChange.OfSchema(SchemaFingerprint.of(after)));
      default -> {}
    }
  }

  private void node(@Nullable NodeRow was, @Nullable NodeRow is) {
    boolean wasThere = was != null && !was.deleted();
    boolean isThere = is != null && !is.deleted();
    if (was != null && wasThere && !isThere) {
      NodeRow last = is == null ? was : is;
      told.add(told(Kind.DELETED, last, Optional.of(formerReaders(was))));
    } else if (is != null && isThere && !wasThere) {
      told.add(told(Kind.CREATED, is, Optional.empty()));
    } else if (was != null && is != null && isThere) {
      boolean others =
          formerGrants.containsKey(is.id())
              || was.restricted() != is.restricted()
              || !was.owner().equals(is.owner());
      if (others) {
        told.add(told(Kind.ACCESS, is, Optional.of(formerReaders(was))));
      }
      if (!others || !was.payload().equals(is.payload())) {
        told.add(told(Kind.UPDATED, is, Optional.empty()));
      }
    }
  }

  private void edge(@Nullable EdgeRow was, @Nullable EdgeRow is) {
    @Nullable EdgeRow any = is != null ? is : was;
    if (any != null) {
      Kind kind = was == null ? Kind.CREATED : is == null ? Kind.DELETED : Kind.UPDATED;
      EdgeKey key = any.key();
      told.add(new FeedChange.OfEdge(kind, key.edgeType(), key.from(), key.to()));
    }
  }

  private static FeedChange told(Kind kind, NodeRow node, Optional<FormerReaders> former) {
    return new FeedChange.OfNode(kind, node.id(), node.typeId(), node.version(), former);
  }

  private FormerReaders formerReaders(NodeRow was) {
    @Nullable List<Grant> changed = formerGrants.get(was.id());
    List<Grant> grants =
        changed != null ? changed : was.restricted() ? before.grants(was.id()) : List.of();
    return new FormerReaders(was.owner(), was.restricted(), was.storage(), grants);
  }
}
