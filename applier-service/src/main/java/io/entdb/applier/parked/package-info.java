/** Shows the tenants that stand still. */
@NullMarked
package io.entdb.applier.parked;

import org.jspecify.annotations.NullMarked;
