package io.entdb.follower;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when told to. */
final class TestClock implements InstantSource {
  private final AtomicLong ms = new AtomicLong(1_800_000_000_000L);

  void pass(long millis) {
    ms.addAndGet(millis);
  }

  @Override
  public long millis() {
    return ms.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(ms.get());
  }
}
