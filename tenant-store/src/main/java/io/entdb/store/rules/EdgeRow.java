package io.entdb.store.rules;

import io.entdb.model.Payload;

/**
 * An edge as it is kept.
 *
 * @param createdAt unix ms of tenant time
 */
public record EdgeRow(EdgeKey key, Payload props, long createdAt) {}
