package io.entdb.applier.followups;

import io.entdb.model.record.WalRecord;

/** The log, as deliveries write to it. Repeated and late records are expected by its readers. */
public interface RecordLog {
  /**
   * Appends a record to its tenant's partition and returns once all in-sync replicas have it.
   *
   * @return n of the record
   * @throws LogUnavailableException when it may not be there; it may be nevertheless
   */
  long append(int partition, WalRecord record) throws LogUnavailableException, InterruptedException;

  /** The log did not acknowledge; try again later. */
  final class LogUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
      super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
