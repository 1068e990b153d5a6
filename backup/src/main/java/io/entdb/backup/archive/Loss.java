package io.entdb.backup.archive;

/**
 * Records that a partition's archive held and has lost: not by retention, and not because the log
 * had lost them before.
 *
 * @param afterN the last n before them that is there; -1 = nothing is
 * @param throughN the last of them
 * @param resumesN where the archive goes on
 */
public record Loss(long afterN, long throughN, long resumesN) {
  /** The first n of them. */
  public long fromN() {
    return afterN + 1;
  }

  @Override
  public String toString() {
    return "records %d to %d".formatted(fromN(), throughN);
  }
}
