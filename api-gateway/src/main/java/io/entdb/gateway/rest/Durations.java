package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Limits;
import io.entdb.model.Quoted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations in query parameters. */
final class Durations {
  private Durations() {}

  /** How long a deletion waits: ms, 30 days when left out. */
  static Duration grace(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Duration.ofMillis(Limits.GRACE_MS_DEFAULT);
    }
    try {
      long ms = Long.parseLong(text);
      if (ms >= 0 && ms <= Limits.GRACE_MS_MAX) {
        return Duration.ofMillis(ms);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message below.
    }
    throw ApiException.invalidRequest(
        "grace_ms: " + Quoted.of(text) + " is not a whole number from 0 to " + Limits.GRACE_MS_MAX);
  }
}
