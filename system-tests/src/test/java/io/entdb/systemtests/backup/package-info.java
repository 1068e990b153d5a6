/** Archive, snapshots and restore of a running system. */
@NullMarked
package io.entdb.systemtests.backup;

import org.jspecify.annotations.NullMarked;
