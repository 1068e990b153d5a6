/** Builds and keeps the snapshots on S3. */
@NullMarked
package io.entdb.snapshotter;

import org.jspecify.annotations.NullMarked;
