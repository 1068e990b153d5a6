package io.entdb.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls, again when that is safe: UNAVAILABLE always, because plans carry idempotency keys;
 * DEADLINE_EXCEEDED for reads. Waits grow from 100 ms to 5 s, with full jitter, for 30 s in all.
 */
final class Calls {
  private static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);
  private static final int RETRIES_MAX = 6;
  private static final long PAUSE_MS_BASE = 100;
  private static final long PAUSE_MS_MAX = 5_000;
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private Calls() {}

  static <T> T write(Supplier<T> call) {
    return call(call, false);
  }

  static <T> T read(Supplier<T> call) {
    return call(call, true);
  }

  private static <T> T call(Supplier<T> call, boolean reads) {
    long end = System.nanoTime() + BUDGET.toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        boolean again =
            switch (e.getStatus().getCode()) {
              case UNAVAILABLE -> true;
              case DEADLINE_EXCEEDED -> reads;
              default -> false;
            };
        if (!again || attempt == RETRIES_MAX || System.nanoTime() > end) {
          throw failure(e);
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    long ceiling = Math.min(PAUSE_MS_MAX, PAUSE_MS_BASE << attempt);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntdbException(
          EntdbException.Kind.UNAVAILABLE, "interrupted while waiting", Optional.empty(), e);
    }
  }

  private static EntdbException failure(StatusRuntimeException e) {
    Status status = e.getStatus();
    EntdbException.Kind kind =
        switch (status.getCode()) {
          case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> EntdbException.Kind.INVALID;
          case UNAUTHENTICATED -> EntdbException.Kind.UNAUTHENTICATED;
          case PERMISSION_DENIED -> EntdbException.Kind.DENIED;
          case NOT_FOUND -> EntdbException.Kind.NOT_FOUND;
          case ALREADY_EXISTS -> EntdbException.Kind.ALREADY_EXISTS;
          case FAILED_PRECONDITION, ABORTED -> EntdbException.Kind.PRECONDITION;
          case RESOURCE_EXHAUSTED -> EntdbException.Kind.RATE_LIMITED;
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> EntdbException.Kind.UNAVAILABLE;
          default -> EntdbException.Kind.INTERNAL;
        };
    String message = status.getDescription() == null ? status.toString() : status.getDescription();
    return new EntdbException(kind, message, retryAfter(e.getTrailers()), e);
  }

  private static Optional<Duration> retryAfter(@Nullable Metadata trailers) {
    String seconds = trailers == null ? null : trailers.get(RETRY_AFTER);
    return seconds != null && seconds.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }
}
