/** Whether the gateway can do its work. */
@NullMarked
package io.entdb.gateway.health;

import org.jspecify.annotations.NullMarked;
