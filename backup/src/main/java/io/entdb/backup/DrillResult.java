package io.entdb.backup;

import java.util.List;

/**
 * What a drill came to: whether tenants could be restored.
 *
 * @param endedMs unix ms, by the clock of whoever ran it
 * @param tookMs from its start to its end
 * @param restored how many tenants were restored and verified
 * @param failures those that could not be, the first {@link #FAILURES_MAX} of them
 * @param failed how many those are
 */
public record DrillResult(
    long endedMs, long tookMs, int restored, int failed, List<Failure> failures) {
  /** Enough to see whether it is one tenant or all; the command's output has the rest. */
  public static final int FAILURES_MAX = 20;

  /** Most characters of a reason: it names an object and what is wrong with it. */
  static final int REASON_CHARS_MAX = 500;

  /** Why a tenant could not be restored. */
  public record Failure(String tenant, String reason) {
    public Failure {
      reason = reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
    }
  }

  public DrillResult {
    failures = List.copyOf(failures.subList(0, Math.min(failures.size(), FAILURES_MAX)));
  }

  /** Whether everything that was tried could be restored. */
  public boolean isWell() {
    return failed == 0 && restored > 0;
  }
}
