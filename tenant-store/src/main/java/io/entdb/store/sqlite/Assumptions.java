package io.entdb.store.sqlite;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.record.Operation;
import io.entdb.model.record.WalRecord;
import io.entdb.store.rules.Change;
import io.entdb.store.rules.Decision;
import io.entdb.store.rules.EdgeKey;
import io.entdb.store.rules.UniqueKey;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record brings is taken to be new, unasked: its idempotency key, its nodes, unique keys and
 * edges. An insert proves each of these right, or fails on the table's own key; then the batch is
 * done again with questions. Most records bring only what is new, and so ask nothing.
 *
 * <p>For one thread; {@link #written} for one transaction, what is assumed for one record.
 */
final class Assumptions {
  private static final Set<Integer> NO_TYPES = Set.of();

  /** What this transaction wrote: there, whatever the file had before. */
  private final Set<Object> written = new HashSet<>();

  /** What the rules were told not to be there, and no insert has proved yet. */
  private final Set<Object> open = new HashSet<>();

  private final Set<String> newNodes = new HashSet<>();
  private Set<Integer> newEdges = NO_TYPES;
  private boolean assuming;

  /** Assumes nothing, ever. */
  static Assumptions none() {
    return new Assumptions();
  }

  /** Begins with a record; only clients' plans bring anything new. */
  void begin(WalRecord record) {
    cease();
    var edges = new HashSet<Integer>();
    boolean takesEdgesAway = false;
    for (Operation operation : record.operations()) {
      assuming |= operation instanceof Operation.Client;
      takesEdgesAway |= operation instanceof Operation.DeleteEdge;
      if (operation instanceof Operation.CreateNode create) {
        newNodes.add(create.id().value());
      } else if (operation instanceof Operation.CreateEdge create) {
        edges.add(create.edgeType());
      }
    }
    newEdges = takesEdgesAway ? NO_TYPES : edges;
  }

  /** Assumes nothing until the next record. */
  void cease() {
    assuming = false;
    open.clear();
    newNodes.clear();
    newEdges = NO_TYPES;
  }

  boolean isNew(IdempotencyKey key) {
    return assume(key);
  }

  boolean isNew(UniqueKey key) {
    return assume(key);
  }

  boolean isNewNode(String id) {
    return newNodes.contains(id) && assume(id);
  }

  boolean isNew(EdgeKey key) {
    return newEdges.contains(key.edgeType()) && assume(key);
  }

  private boolean assume(Object what) {
    if (!assuming || written.contains(what)) {
      return false;
    }
    open.add(what);
    return true;
  }

  /** Whether a key has to be inserted, because nobody looked whether it is there. */
  boolean mustBeNew(UniqueKey key) {
    return open.contains(key);
  }

  /** Whether carrying a decision out proves all that was assumed for it. */
  boolean areProvenBy(Decision decision, IdempotencyKey key) {
    if (open.isEmpty()) {
      return true;
    }
    if (!(decision instanceof Decision.Fresh fresh)) {
      return false;
    }
    int proven = open.contains(key) ? 1 : 0;
    for (Change change : fresh.changes()) {
      @Nullable Object inserted = inserted(change);
      if (inserted != null && open.contains(inserted)) {
        proven++;
      }
    }
    return proven == open.size();
  }

  /** What a change inserts, if the table's own key sees to it that it was not there. */
  private static @Nullable Object inserted(Change change) {
    return switch (change) {
      case Change.OfNode(var before, var _) when before != null -> null;
      case Change.OfEdge(var before, var _) when before != null -> null;
      default -> present(change);
    };
  }

  /** What is there after a change. */
  private static @Nullable Object present(Change change) {
    return switch (change) {
      case Change.OfNode(var _, var after) when after != null -> after.id();
      case Change.OfEdge(var _, var after) when after != null -> after.key();
      case Change.OfKey(var key, var holder) when holder != null -> key;
      default -> null;
    };
  }

  /** Told of what is about to be written, and of the outcome's key. */
  void writes(Decision.Fresh decision, IdempotencyKey key) {
    written.add(key);
    for (Change change : decision.changes()) {
      @Nullable Object present = present(change);
      if (present != null) {
        written.add(present);
      }
    }
  }
}
