package io.entdb.model.record;

/**
 * A record that this binary cannot read: another format or rules version, an operation it does not
 * know, or bytes that are no record. Its tenant is parked until a binary that can read it runs.
 */
public final class UnknownFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnknownFormatException(String message) {
    super(message);
  }

  public UnknownFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
