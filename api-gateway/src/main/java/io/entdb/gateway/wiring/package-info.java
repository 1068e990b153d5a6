/** Settings, and the parts that a running gateway is made of. */
@NullMarked
package io.entdb.gateway.wiring;

import org.jspecify.annotations.NullMarked;
