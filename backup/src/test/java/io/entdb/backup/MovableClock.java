package io.entdb.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
final class MovableClock implements InstantSource {
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  /** A clock of another machine, which is always so much ahead. */
  InstantSource ahead(Duration by) {
    return () -> instant().plus(by);
  }
}
