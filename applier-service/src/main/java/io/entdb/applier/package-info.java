/** Applies the log to tenant stores and publishes checkpoints. */
@NullMarked
package io.entdb.applier;

import org.jspecify.annotations.NullMarked;
