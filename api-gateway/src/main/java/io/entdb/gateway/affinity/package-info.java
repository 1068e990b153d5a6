/** Which gateways follow which partitions (ADR 0019). */
@NullMarked
package io.entdb.gateway.affinity;

import org.jspecify.annotations.NullMarked;
