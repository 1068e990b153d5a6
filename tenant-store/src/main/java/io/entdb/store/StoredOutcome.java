package io.entdb.store;

import io.entdb.model.record.Outcome;
import io.entdb.model.record.RequestHash;

/**
 * What became of the first record with an idempotency key.
 *
 * @param n where that record stands in the tenant's partition
 */
public record StoredOutcome(long n, RequestHash requestHash, Outcome outcome) {}
