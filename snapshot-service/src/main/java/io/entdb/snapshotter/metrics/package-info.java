/** What the snapshotter shows of itself. */
@NullMarked
package io.entdb.snapshotter.metrics;

import org.jspecify.annotations.NullMarked;
