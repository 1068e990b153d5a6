package io.entdb.archiver.copy;

import java.util.Optional;

/**
 * How far a partition is copied.
 *
 * @param throughN the last archived record; -1 = none, or not known yet
 * @param lagRecords records of the log that are not in the archive
 * @param unreadRecords records of the log that are not read
 * @param waitingBytes bytes of records that are read and not written yet
 * @param oldestWaitingMs broker time of the oldest record that is read and not written yet, unix
 *     ms; empty = there is none
 * @param coveredMs every record with an earlier broker time is archived, unix ms; the least number
 *     = not known
 * @param currentMs at this time the archive is known to have had everything, or nothing is known of
 *     the time before; unix ms. It grows while somebody looks and the archive keeps up, only then.
 * @param writtenMs when something was last written, or found to be there, unix ms
 * @param failing the last write failed
 * @param stopped why it is not copied any further
 */
public record PartitionStatus(
    int partition,
    long throughN,
    long lagRecords,
    long unreadRecords,
    long waitingBytes,
    Optional<Long> oldestWaitingMs,
    long coveredMs,
    long currentMs,
    long writtenMs,
    boolean failing,
    Optional<String> stopped) {
  /** No record that is older than this is missing from the archive, as far as is known; unix ms. */
  public long completeMs() {
    return oldestWaitingMs.orElse(Math.max(coveredMs, currentMs));
  }
}
