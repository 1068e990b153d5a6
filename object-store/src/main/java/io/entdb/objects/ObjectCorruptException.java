package io.entdb.objects;

/**
 * An object is not what was written under its name. Trying again will not help: a person must look.
 */
public final class ObjectCorruptException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  private final ObjectName object;

  public ObjectCorruptException(ObjectName object, String what) {
    super("object " + object + " is damaged: " + what);
    this.object = object;
  }

  public ObjectCorruptException(ObjectName object, String what, Throwable cause) {
    super("object " + object + " is damaged: " + what, cause);
    this.object = object;
  }

  /** The damaged object. */
  public ObjectName object() {
    return object;
  }
}
