/** What the archiver shows of itself. */
@NullMarked
package io.entdb.archiver.metrics;

import org.jspecify.annotations.NullMarked;
