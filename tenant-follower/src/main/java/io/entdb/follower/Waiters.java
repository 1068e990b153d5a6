package io.entdb.follower;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/** Those who wait for a tenant to have applied something. Usable by several threads. */
final class Waiters {
  private final Set<Waiter> waiting = new HashSet<>();

  /** One who waits; equal to itself only. */
  static final class Waiter {
    private final long n;
    private final CountDownLatch woken = new CountDownLatch(1);

    private Waiter(long n) {
      this.n = n;
    }

    /** Waits to be woken; false: nobody did in time. */
    boolean await(Duration timeout) throws InterruptedException {
      return woken.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  synchronized Waiter add(long n) {
    var waiter = new Waiter(n);
    waiting.add(waiter);
    return waiter;
  }

  synchronized void remove(Waiter waiter) {
    waiting.remove(waiter);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Wakes those whose n is concerned; they look for themselves what became of it. */
  void wake(LongPredicate concerned) {
    for (Waiter waiter : snapshot()) {
      if (concerned.test(waiter.n)) {
        waiter.woken.countDown();
      }
    }
  }

  private synchronized List<Waiter> snapshot() {
    return waiting.isEmpty() ? List.of() : List.copyOf(waiting);
  }
}
