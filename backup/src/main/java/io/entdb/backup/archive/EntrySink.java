package io.entdb.backup.archive;

import io.entdb.model.record.LogEntry;

/** Takes records that are read from the archive. */
@FunctionalInterface
public interface EntrySink<E extends Exception> {
  /** A record, in order. */
  void accept(LogEntry entry) throws E;

  /** Everything at or before n was looked at; for progress reports. */
  default void passed(long n) {}
}
