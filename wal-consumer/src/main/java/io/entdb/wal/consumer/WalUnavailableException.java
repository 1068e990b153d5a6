package io.entdb.wal.consumer;

/** The brokers cannot be reached or refuse to answer. Try again later. */
public final class WalUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public WalUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
