package io.entdb.store;

/** The store is sound but in use; the same call may succeed a little later. */
public final class StoreBusyException extends StoreException {
  private static final long serialVersionUID = 1L;

  public StoreBusyException(String message) {
    super(message);
  }
}
