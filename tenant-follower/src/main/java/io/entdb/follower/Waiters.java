package io.entdb.follower;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

/** Those who wait for a tenant to have applied something. Usable by several threads. */
final class Waiters {
  /** What each waits for. */
  private final Map<CompletableFuture<Void>, Long> waiting = new IdentityHashMap<>();

  synchronized CompletableFuture<Void> add(long n) {
    var done = new CompletableFuture<Void>();
    waiting.put(done, n);
    return done;
  }

  synchronized void remove(CompletableFuture<Void> done) {
    waiting.remove(done);
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Wakes those whose n is reached. */
  void wake(LongPredicate reached) {
    snapshot()
        .forEach(
            (done, n) -> {
              if (reached.test(n)) {
                done.complete(null);
              }
            });
  }

  /** Fails those whose n is reached. */
  void fail(LongPredicate reached, Exception why) {
    snapshot()
        .forEach(
            (done, n) -> {
              if (reached.test(n)) {
                done.completeExceptionally(why);
              }
            });
  }

  private synchronized Map<CompletableFuture<Void>, Long> snapshot() {
    return waiting.isEmpty() ? Map.of() : new IdentityHashMap<>(waiting);
  }
}
