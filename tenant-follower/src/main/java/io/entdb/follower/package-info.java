/** Keeps tenant stores current: hydrate, tail, commit, wake waiters. */
@NullMarked
package io.entdb.follower;

import org.jspecify.annotations.NullMarked;
