/** What the gateway counts and times. */
@NullMarked
package io.entdb.gateway.metrics;

import org.jspecify.annotations.NullMarked;
