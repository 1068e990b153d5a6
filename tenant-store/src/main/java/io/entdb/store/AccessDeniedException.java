package io.entdb.store;

/** The viewer has no role in the tenant that would let it read what it asked for. */
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }
}
