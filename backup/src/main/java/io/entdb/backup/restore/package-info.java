/** Brings tenants back from snapshots and the archive (ADR 0012). */
@NullMarked
package io.entdb.backup.restore;

import org.jspecify.annotations.NullMarked;
