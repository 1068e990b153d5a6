package io.entdb.objects;

/**
 * The store did not answer, or refused (throttled, no permission, no such bucket), also after
 * retries. Nothing is known to be wrong with what it holds: try again later. A write that ends so
 * may have happened.
 */
public final class ObjectStoreUnavailableException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  public ObjectStoreUnavailableException(String message) {
    super(message);
  }

  public ObjectStoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
