/** Publishes checkpoints of the partitions that this process owns. */
@NullMarked
package io.entdb.applier.checkpoint;

import org.jspecify.annotations.NullMarked;
