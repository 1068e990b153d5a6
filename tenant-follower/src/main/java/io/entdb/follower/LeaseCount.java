package io.entdb.follower;

import java.util.concurrent.atomic.AtomicInteger;

/** How many need a tenant to stay held. Callable from any thread. */
final class LeaseCount {
  private static final int ENDED = -1;

  private final AtomicInteger leases = new AtomicInteger();

  /** Takes a lease; false: the holding is on its way out, look again. */
  boolean take() {
    return leases.getAndUpdate(n -> n == ENDED ? n : n + 1) != ENDED;
  }

  void release() {
    leases.decrementAndGet();
  }

  boolean isAny() {
    return leases.get() > 0;
  }

  /** Forbids leases; false: there is one. */
  boolean end() {
    return leases.compareAndSet(0, ENDED);
  }

  void allowAgain() {
    leases.set(0);
  }
}
