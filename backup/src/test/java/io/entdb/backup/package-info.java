/** Fakes and tests of backups. */
@NullMarked
package io.entdb.backup;

import org.jspecify.annotations.NullMarked;
