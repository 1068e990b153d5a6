package io.entdb.gateway.commit;

import io.entdb.gateway.api.Caller;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.record.RequestHash;
import java.time.Duration;
import java.util.Optional;

/**
 * A plan that a client wants committed.
 *
 * @param hash equal for a retry
 * @param waitApplied how long to wait for the outcome; empty = the log's acknowledgement will do
 */
public record PlanRequest(
    TenantId tenant,
    Caller caller,
    IdempotencyKey key,
    RequestHash hash,
    PlanBody body,
    Optional<Duration> waitApplied) {}
