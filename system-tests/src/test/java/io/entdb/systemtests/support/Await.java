package io.entdb.systemtests.support;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens by itself. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(100);

  private Await() {}

  /**
   * Waits until something is so.
   *
   * @throws AssertionError when it is not so in time
   */
  public static void until(String what, Duration timeout, BooleanSupplier isSo) {
    value(what, timeout, () -> isSo.getAsBoolean() ? Optional.of(what) : Optional.empty());
  }

  /**
   * Waits for a value.
   *
   * @throws AssertionError when there is none in time
   */
  public static <T> T value(String what, Duration timeout, Supplier<Optional<T>> source) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within %d s: %s".formatted(timeout.toSeconds(), what));
      }
      sleep(POLL);
    }
  }

  /** Waits for a time. */
  public static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
