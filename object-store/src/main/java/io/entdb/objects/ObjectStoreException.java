package io.entdb.objects;

/** An object store could not do what it was asked; the two forms say what the caller does next. */
public abstract sealed class ObjectStoreException extends Exception
    permits ObjectStoreUnavailableException, ObjectCorruptException {
  private static final long serialVersionUID = 1L;

  ObjectStoreException(String message) {
    super(message);
  }

  ObjectStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
