package io.entdb.wal.consumer;

import io.entdb.model.record.LogEntry;
import java.util.function.Predicate;

/** Reads a stretch of the log that is written already. Any thread may call. */
public interface WalRange {
  /**
   * Hands over the records of a stretch, in order and once each, and returns when all are handed
   * over.
   *
   * @param fromN the first wanted
   * @param toN the last wanted; nothing is read when it is before {@code fromN}
   * @param keys which records to hand over, by key
   * @throws WalTruncatedException when the log doesn't hold all of the stretch, or no longer
   * @throws WalUnavailableException when the brokers cannot be reached for half a minute or refuse
   * @throws E when the sink throws it; reading stops there
   */
  <E extends Exception> void read(
      int partition, long fromN, long toN, Predicate<String> keys, Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E;

  /**
   * The least n that a record of the log's present life can have. Earlier lives are lost: what they
   * held is in the archive, and nowhere else.
   */
  default long firstN() {
    return 0;
  }

  /** Takes what was read. */
  interface Sink<E extends Exception> {
    /** A record, in order. */
    void accept(LogEntry entry) throws E;

    /** Everything at or before n was looked at; for progress reports. */
    default void passed(long n) {}
  }
}
