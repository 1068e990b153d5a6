package io.entdb.model;

/** Something a client sent cannot be right. The message names the value and what was expected. */
public final class InvalidException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String text;

  public InvalidException(String message) {
    super(message);
    this.text = message;
  }

  /** What is wrong; never null. */
  @Override
  public String getMessage() {
    return text;
  }
}
