/** Copies the log to the archive on S3. */
@NullMarked
package io.entdb.archiver;

import org.jspecify.annotations.NullMarked;
