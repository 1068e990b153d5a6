package io.entdb.model.record;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of a record. Refusals are outcomes, not exceptions: they are stored and replayed. */
public sealed interface Outcome {
  /** It happened; one result for each of the client's operations, in order. */
  record Applied(List<OpResult> results) implements Outcome {
    public Applied {
      results = List.copyOf(results);
    }
  }

  /**
   * Nothing of it happened.
   *
   * @param message for people; names the value
   * @param opIndex which of the client's operations, from 0; -1 = the plan as a whole
   * @param details for programs, by name
   */
  record Refused(RefusalCode code, String message, int opIndex, SortedMap<String, String> details)
      implements Outcome {
    public Refused {
      details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static Refused of(RefusalCode code, int opIndex, String message) {
      return new Refused(code, message, opIndex, new TreeMap<>(Map.of()));
    }
  }

  /**
   * What an operation made.
   *
   * @param op its word, {@code create_node} …
   * @param nodeId the node it made or touched; empty = none
   * @param alias the client's name for it; empty = none
   * @param existing whether the node was there before
   * @param edgeId the edge it made or touched; empty = none
   * @param counts how much it did, by name, where it may touch many
   */
  record OpResult(
      String op,
      String nodeId,
      String alias,
      boolean existing,
      String edgeId,
      SortedMap<String, Long> counts) {
    public OpResult {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public OpResult(String op, String nodeId, String alias, boolean existing, String edgeId) {
      this(op, nodeId, alias, existing, edgeId, Collections.emptySortedMap());
    }

    /** Of an operation that is told by how much it did. */
    public static OpResult ofCounts(String op, Map<String, Long> counts) {
      return new OpResult(op, "", "", false, "", new TreeMap<>(counts));
    }
  }
}
