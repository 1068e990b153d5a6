/** What the service needs, asked for real each time somebody wants to know. */
@NullMarked
package io.entdb.snapshotter.health;

import org.jspecify.annotations.NullMarked;
