package io.entdb.archiver.copy;

import java.util.Optional;

/**
 * How far a partition is copied.
 *
 * @param throughN the last archived record; -1 = none, or not known yet
 * @param lagRecords records of the log that are not in the archive
 * @param waitingBytes bytes of records that are read and not written yet
 * @param oldestWaitingMs broker time of the oldest record that is read and not written yet, unix
 *     ms; empty = there is none
 * @param coveredMs every record with an earlier broker time is archived, unix ms; the least number
 *     = not known
 * @param writtenMs when something was last written, or found to be there, unix ms
 * @param failing the last write failed
 * @param stopped why it is not copied any further
 */
public record PartitionStatus(
    int partition,
    long throughN,
    long lagRecords,
    long waitingBytes,
    Optional<Long> oldestWaitingMs,
    long coveredMs,
    long writtenMs,
    boolean failing,
    Optional<String> stopped) {}
