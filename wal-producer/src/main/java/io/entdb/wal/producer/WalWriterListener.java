package io.entdb.wal.producer;

import java.time.Duration;

/** Hears what became of appends, for metrics. Called on the sending thread: must not block. */
public interface WalWriterListener {
  /** Hears nothing. */
  WalWriterListener NONE = new WalWriterListener() {};

  /** A record is in the log. */
  default void appended(int partition, int bytes, Duration took) {}

  /** A record was given up. */
  default void failed(int partition, Duration took, boolean outcomeUnknown) {}

  /** The Kafka producer could not go on and was replaced by a new one. */
  default void producerReplaced() {}
}
