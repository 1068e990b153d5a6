package io.entdb.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that did not do what it was asked to. */
public final class EntdbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  /** What to do about it. */
  public enum Kind {
    /** The request is wrong; mend it. */
    INVALID,
    /** No credential, or one that is not taken. */
    UNAUTHENTICATED,
    /** The actor may not do this. */
    DENIED,
    /** There is no such tenant. */
    NOT_FOUND,
    /** A unique field or tuple, or an id, is taken. */
    ALREADY_EXISTS,
    /** A precondition was missed, or the tenant takes no such writes now. */
    PRECONDITION,
    /** Too many requests; {@link #retryAfter} says when to come again. */
    RATE_LIMITED,
    /** Not reached, or not in time, after all retries. A plan may or may not have happened. */
    UNAVAILABLE,
    /** A fault of the service. */
    INTERNAL
  }

  EntdbException(
      Kind kind, String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  EntdbException(Kind kind, String message) {
    this(kind, message, Optional.empty(), null);
  }

  public Kind kind() {
    return kind;
  }

  /** When it is worth asking again; empty = that is not known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
