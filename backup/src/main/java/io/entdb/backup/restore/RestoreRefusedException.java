package io.entdb.backup.restore;

/** What is asked for cannot be restored; the message says why and what can. */
public final class RestoreRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RestoreRefusedException(String message) {
    super(message);
  }

  public RestoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
