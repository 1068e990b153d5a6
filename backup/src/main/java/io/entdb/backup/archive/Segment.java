package io.entdb.backup.archive;

/** A segment that is complete, with its index. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
public record Segment(SegmentIndex index, byte[] bytes) {}
