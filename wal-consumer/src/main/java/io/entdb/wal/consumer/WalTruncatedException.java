package io.entdb.wal.consumer;

/** The log does not hold what is asked for, and never will again. */
public final class WalTruncatedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int partition;
  private final Kind kind;

  /** How it came to be. */
  public enum Kind {
    /** Retention took the records: start from a checkpoint or the archive. */
    FORGOTTEN,

    /** The log lost records that somebody had read, or changed their order. Stop; tell a human. */
    CUT
  }

  public WalTruncatedException(int partition, Kind kind, String message) {
    super("partition " + partition + ": " + message);
    this.partition = partition;
    this.kind = kind;
  }

  public int partition() {
    return partition;
  }

  /** Why the records are missing. */
  public Kind kind() {
    return kind;
  }
}
