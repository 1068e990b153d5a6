/** Copies partitions of the log to the archive (ADR 0011). */
@NullMarked
package io.entdb.archiver.copy;

import org.jspecify.annotations.NullMarked;
