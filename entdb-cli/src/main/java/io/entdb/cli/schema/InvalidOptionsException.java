package io.entdb.cli.schema;

/** Annotations do not make a schema; the message names message, field and fix. */
public final class InvalidOptionsException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidOptionsException(String message) {
    super(message);
  }
}
