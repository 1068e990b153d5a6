package io.entdb.objects;

/**
 * The topic is not the one that the newest epoch is bound to. Stop: somebody deleted the topic, or
 * this process talks to another cluster. A person decides whether a new epoch begins.
 */
public final class LogEpochMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  public LogEpochMismatchException(String message) {
    super(message);
  }
}
