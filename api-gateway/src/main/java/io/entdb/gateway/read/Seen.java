package io.entdb.gateway.read;

import io.entdb.model.schema.Schema;

/**
 * What was read, and from what.
 *
 * @param schema the tenant's, as of the same state
 * @param stale whether the state is older than the caller may expect
 */
public record Seen<T>(T value, Schema schema, boolean stale) {}
