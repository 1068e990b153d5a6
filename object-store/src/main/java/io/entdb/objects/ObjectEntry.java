package io.entdb.objects;

import java.time.Instant;

/**
 * What a store tells about an object without reading it.
 *
 * @param bytes its size
 * @param modified when it was written, by the store's clock; whole seconds on S3
 */
public record ObjectEntry(ObjectName name, long bytes, Instant modified) {}
