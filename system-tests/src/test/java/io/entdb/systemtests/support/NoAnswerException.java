package io.entdb.systemtests.support;

/**
 * A request that nobody answered: refused, cut off, or not in time. What became of it is unknown.
 */
public final class NoAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
