/** Makes snapshots and removes what retention no longer keeps (ADR 0012). */
@NullMarked
package io.entdb.snapshotter.make;

import org.jspecify.annotations.NullMarked;
