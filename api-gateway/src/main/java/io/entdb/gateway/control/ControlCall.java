package io.entdb.gateway.control;

import io.entdb.gateway.api.Caller;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks for a change of what tenant, and how.
 *
 * @param key the client's idempotency key; empty = a retry is another request
 * @param timeout how long to wait for the outcome
 */
public record ControlCall(
    Caller caller, TenantId tenant, Optional<IdempotencyKey> key, Duration timeout) {
  /** How long an answer waits for the outcome where the client does not say. */
  public static final Duration WAIT = Duration.ofSeconds(30);

  /** The request for a step, of whose kind {@code content} says all that the client gave. */
  TenantWrites.Request request(String what, JsonValue content) {
    return new TenantWrites.Request(caller, tenant, what, content, key, timeout);
  }
}
