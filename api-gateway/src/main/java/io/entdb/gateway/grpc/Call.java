package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.Seen;
import io.entdb.model.TenantId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A call beside its message: who sent it, and how long and how current an answer may be. */
record Call(Sender sender, Arrival arrival) {
  private static final int WAIT_MS_DEFAULT = 30_000;

  /** Longest wait, in ms: beyond it proxies give up, and the client had better ask again. */
  private static final int WAIT_MS_MAX = 300_000;

  /** Who calls. */
  Caller caller(String actor) {
    return sender.named(actor);
  }

  /** The tenant of a request, which must be named. */
  TenantId tenant(String tenant) {
    if (tenant.isEmpty()) {
      throw ApiException.invalidRequest("tenant: empty tenant_id");
    }
    return sender.in(TenantId.ofClient(tenant));
  }

  /** Whether an answer that is too old is better than none. */
  boolean allowStale() {
    return arrival.allowStale();
  }

  /** How long this call may wait: what it says, 30 s by default, never past its deadline. */
  Duration timeout(int requestedMs) {
    long ms = requestedMs <= 0 ? WAIT_MS_DEFAULT : Math.min(requestedMs, WAIT_MS_MAX);
    long left =
        arrival
            .deadline()
            .map(it -> it.timeRemaining(TimeUnit.MILLISECONDS))
            .orElse((long) WAIT_MS_MAX);
    return Duration.ofMillis(Math.max(0, Math.min(ms, left)));
  }

  /** What was read; says so to the client when it is stale. */
  <T> T value(Seen<T> seen) {
    if (seen.stale()) {
      arrival.stale().set(true);
    }
    return seen.value();
  }
}
