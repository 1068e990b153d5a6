package io.entdb.store;

/**
 * The file of a store cannot be used: damaged, left open by another boot of the machine, disk full,
 * or unreadable. Nothing is lost: discard the file and build it again from the log.
 */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
