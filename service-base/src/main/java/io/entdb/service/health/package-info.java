/** Conditions that several services look at to tell whether they can do their work. */
@NullMarked
package io.entdb.service.health;

import org.jspecify.annotations.NullMarked;
