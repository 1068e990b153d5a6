package io.entdb.follower;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far a partition's tail is behind. Built on looks at the log's end: once the tail has passed
 * what a look saw, it is known to have been current at the time of the look. So it grows when
 * nobody can look, too. Guarded by itself.
 */
final class Lateness {
  /** Looks kept that the tail has not passed: thinned out when there are more. */
  private static final int LOOKS_MAX = 1_000;

  private final Deque<Look> ahead = new ArrayDeque<>();
  private long currentAtMs;
  private long endN;

  /** At a time, the next record was to get this n. */
  private record Look(long atMs, long endN) {}

  /**
   * @param nowMs nothing is known of the time before
   */
  Lateness(long nowMs) {
    this.currentAtMs = nowMs;
  }

  /** Notes a look at the log's end that began at a time. */
  synchronized void saw(long atMs, long end) {
    endN = end;
    if (ahead.size() >= LOOKS_MAX) {
      ahead.removeLast(); // The earlier ones say for how long it has been behind.
    }
    ahead.add(new Look(atMs, end));
  }

  /**
   * @param passedN how far the tail is
   */
  synchronized Duration behind(long nowMs, long passedN) {
    while (!ahead.isEmpty() && ahead.getFirst().endN() - 1 <= passedN) {
      currentAtMs = Math.max(currentAtMs, ahead.removeFirst().atMs());
    }
    return Duration.ofMillis(Math.max(0, nowMs - currentAtMs));
  }

  /** Records after the tail, as of the last look. */
  synchronized long lagRecords(long passedN) {
    return Math.max(0, endN - 1 - passedN);
  }
}
