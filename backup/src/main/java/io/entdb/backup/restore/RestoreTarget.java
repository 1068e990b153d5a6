package io.entdb.backup.restore;

/** Which state of a tenant is wanted. */
public sealed interface RestoreTarget {
  /** The state after all records that are archived. */
  record ArchiveEnd() implements RestoreTarget {}

  /** The state after every record up to n, n included. */
  record AtPosition(long n) implements RestoreTarget {}

  /** The state after every record whose tenant time is at or before a time, unix ms. */
  record AtTime(long timeMs) implements RestoreTarget {}
}
