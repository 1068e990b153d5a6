/** Archive segments, checkpoint images and snapshots: formats, restore and verify. */
@NullMarked
package io.entdb.backup;

import org.jspecify.annotations.NullMarked;
