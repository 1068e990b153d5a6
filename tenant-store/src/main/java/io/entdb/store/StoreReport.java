package io.entdb.store;

import java.util.List;

/**
 * What a store's file holds, found by looking at all of it.
 *
 * @param recomputedDigest the digest computed from all rows
 * @param problems empty = the file is sound and its digest right
 * @param bytes size of the file
 */
public record StoreReport(
    StoreState state, String recomputedDigest, Counts counts, List<String> problems, long bytes) {
  public StoreReport {
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }

  /**
   * How many rows there are.
   *
   * @param nodes deleted ones too
   */
  public record Counts(long nodes, long liveNodes, long edges, long members, long outcomes) {}
}
