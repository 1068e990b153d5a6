/** What the applier counts and measures. */
@NullMarked
package io.entdb.applier.metrics;

import org.jspecify.annotations.NullMarked;
