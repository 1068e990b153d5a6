/** What every way into the service shares: who calls, and what may go wrong. */
@NullMarked
package io.entdb.gateway.api;

import org.jspecify.annotations.NullMarked;
