/** Whether the applier can do its work. */
@NullMarked
package io.entdb.applier.health;

import org.jspecify.annotations.NullMarked;
