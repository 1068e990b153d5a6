package io.entdb.gateway.read;

import io.entdb.gateway.api.Caller;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import java.time.Duration;
import java.util.Optional;

/**
 * Who reads what tenant, and how current the answer has to be.
 *
 * @param after the answer must hold everything up to this position
 * @param timeout how long to wait for that
 * @param allowStale whether an older answer is better than none
 */
public record ReadRequest(
    TenantId tenant,
    Caller caller,
    Optional<WalPosition> after,
    Duration timeout,
    boolean allowStale) {}
