package io.entdb.backup.archive;

/** The archive does not hold some of the records that are asked for. */
public final class ArchiveMissingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int partition;
  private final long fromN;
  private final long toN;

  ArchiveMissingException(int partition, long fromN, long toN, String why) {
    super("the archive of partition %d lacks %d to %d: %s".formatted(partition, fromN, toN, why));
    this.partition = partition;
    this.fromN = fromN;
    this.toN = toN;
  }

  public int partition() {
    return partition;
  }

  /** The first n that is missing. */
  public long fromN() {
    return fromN;
  }

  /** The last n that is missing. */
  public long toN() {
    return toN;
  }
}
