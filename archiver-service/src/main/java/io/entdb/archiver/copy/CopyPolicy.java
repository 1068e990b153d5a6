package io.entdb.archiver.copy;

import java.time.Duration;

/** When what was read is written, and how much may wait for it. */
public interface CopyPolicy {
  /** So many bytes of records make a segment. */
  long segmentBytes();

  /** So many records make a segment. */
  int segmentRecords();

  /** So long after its first record a segment is written: what the loss of the log may cost. */
  Duration flushAfter();

  /** How often an idle partition gets a mark that nothing more came. */
  Duration markInterval();

  /** How far the clocks of this process and of the brokers may be apart. */
  Duration clockSkewMax();

  /** Most bytes of records of all partitions that wait for the object store. */
  long waitingBytesMax();

  /** Pause after the first failed write; it doubles with each further one. */
  Duration retryFirst();

  /** Longest pause between two tries. */
  Duration retryMax();

  /** How often small segments are made into larger ones. */
  Duration compactInterval();
}
