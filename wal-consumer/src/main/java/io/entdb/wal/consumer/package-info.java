/** Tails partitions of the log from a position. */
@NullMarked
package io.entdb.wal.consumer;

import org.jspecify.annotations.NullMarked;
