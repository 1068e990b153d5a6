/** The log against real brokers. */
@NullMarked
package io.entdb.systemtests.wal;

import org.jspecify.annotations.NullMarked;
