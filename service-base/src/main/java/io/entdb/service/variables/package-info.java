/** What operators say by environment variables, for all services alike (ADR 0015 D4). */
@NullMarked
package io.entdb.service.variables;

import org.jspecify.annotations.NullMarked;
