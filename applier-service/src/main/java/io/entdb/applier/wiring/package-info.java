/** Puts the applier together. */
@NullMarked
package io.entdb.applier.wiring;

import org.jspecify.annotations.NullMarked;
