package io.entdb.store;

import io.entdb.model.WalPosition;

/**
 * A record cannot be decoded or carried out by a fault of ours. Nothing of it was applied, all
 * before it was. The tenant is to be parked at it; the store stays as it was after the record
 * before.
 */
public final class RecordFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final WalPosition position;

  public RecordFaultException(WalPosition position, String message, Throwable cause) {
    super("record " + position + ": " + message, cause);
    this.position = position;
  }

  /** The record that could not be applied. */
  public WalPosition position() {
    return position;
  }
}
