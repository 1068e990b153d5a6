/** Meters that several services have; {@code docs/metrics.md} names them all. */
@NullMarked
package io.entdb.service.metrics;

import org.jspecify.annotations.NullMarked;
