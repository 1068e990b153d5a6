package io.entdb.follower;

/**
 * The follower cannot serve this partition: it isn't followed (yet, or because it stopped), the
 * brokers do not answer, or the follower is closing. Try again later or elsewhere.
 */
public final class FollowerUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public FollowerUnavailableException(String message) {
    super(message);
  }

  public FollowerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
