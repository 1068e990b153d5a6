/** Appends to the log; creates the topic and checks its settings; log epochs. */
@NullMarked
package io.entdb.wal.producer;

import org.jspecify.annotations.NullMarked;
