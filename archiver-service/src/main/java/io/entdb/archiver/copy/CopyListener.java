package io.entdb.archiver.copy;

import io.entdb.backup.archive.SegmentIndex;
import io.entdb.model.record.LogEntry;
import java.time.Duration;

/** Hears what becomes of the log's records. Called on several threads; must be quick. */
public interface CopyListener {
  /** A record was read, perhaps not for the first time. It is written later. */
  default void read(LogEntry entry) {}

  /** A segment and its index are written. */
  void written(SegmentIndex index, Duration took);

  /** A write failed and is tried again. */
  void failed(int partition, String reason);

  /** Another archiver wrote first; this one looks again where the archive ends. */
  void overtaken(int partition);

  /** The log had lost records before they were archived. */
  void lost(int partition, long records);

  /** A partition is not copied any further; a person must look. */
  void stopped(int partition, String reason);

  /** Small segments became a larger one. */
  void compacted(SegmentIndex index);

  /** Objects of a partition that were archived are gone from S3. A person must look. */
  void missing(int partition);
}
