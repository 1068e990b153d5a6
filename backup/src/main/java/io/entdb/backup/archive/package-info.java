/** The archive: the log once more, on S3 (ADR 0011). */
@NullMarked
package io.entdb.backup.archive;

import org.jspecify.annotations.NullMarked;
