package io.entdb.store;

import io.entdb.model.Value;

/**
 * Where a page ended: the value it was ordered by and the id that broke ties. Stable under writes:
 * the next page starts behind it, whatever came or went.
 */
public record PageKey(Value value, String id) {}
