package io.entdb.follower;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when told to. */
final class TestClock implements InstantSource {
  private volatile long ms = 1_800_000_000_000L;

  void pass(long millis) {
    ms += millis;
  }

  @Override
  public long millis() {
    return ms;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(ms);
  }
}
