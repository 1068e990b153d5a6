package io.entdb.backup;

import java.util.Optional;

/**
 * Names a snapshot of a tenant by its position: {@code snap_} and 20 digits.
 *
 * @param n what the snapshot was asked for: its last record stands there or before
 */
public record SnapshotId(long n) implements Comparable<SnapshotId> {
  private static final String PREFIX = "snap_";
  private static final int DIGITS = 20;

  public SnapshotId {
    if (n < 0) {
      throw new IllegalArgumentException("no snapshot at " + n);
    }
  }

  /** Empty = it is no id of a snapshot. */
  public static Optional<SnapshotId> parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SnapshotId(Long.parseLong(text.substring(PREFIX.length()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(SnapshotId other) {
    return Long.compare(n, other.n);
  }

  @Override
  public String toString() {
    return "%s%020d".formatted(PREFIX, n);
  }
}
