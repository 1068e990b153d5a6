package io.entdb.follower;

/** How long to wait after failures: not at all after the first within a minute, then longer. */
final class Backoff {
  private static final long CALM_MS = 60_000;
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 60_000;

  private long lastMs = Long.MIN_VALUE / 2;
  private long nextMs;

  /** Counts a failure; how long to wait before the next try. */
  synchronized long afterFailure(long nowMs) {
    if (nowMs - lastMs > CALM_MS + nextMs) {
      nextMs = 0;
    }
    lastMs = nowMs;
    long wait = nextMs;
    nextMs = nextMs == 0 ? FIRST_MS : Math.min(nextMs * 2, LONGEST_MS);
    return wait;
  }

  /** Whether it failed again and again lately. */
  synchronized boolean isFailing(long nowMs) {
    return nextMs > FIRST_MS && nowMs - lastMs <= CALM_MS + nextMs;
  }
}
