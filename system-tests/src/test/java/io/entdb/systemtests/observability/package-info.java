/** What services tell operators: metrics, logs, traces. */
@NullMarked
package io.entdb.systemtests.observability;

import org.jspecify.annotations.NullMarked;
