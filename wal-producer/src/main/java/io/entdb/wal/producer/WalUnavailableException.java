package io.entdb.wal.producer;

import org.jspecify.annotations.Nullable;

/** The log did not acknowledge a record, or Kafka did not answer. Try again later. */
public final class WalUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  WalUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  WalUnavailableException(String message, boolean outcomeUnknown) {
    super(message);
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * True: the record left this process and may be in the log, or still come to be. False: it is
   * certain that it never left.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
