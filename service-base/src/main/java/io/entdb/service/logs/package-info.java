/** How a line of the log looks (ADR 0015 D5). */
@NullMarked
package io.entdb.service.logs;

import org.jspecify.annotations.NullMarked;
