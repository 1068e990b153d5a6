package io.entdb.model;

/** Something a client sent cannot be right. The message names the value and what was expected. */
public final class InvalidException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidException(String message) {
    super(message);
  }
}
