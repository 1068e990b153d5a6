/** Who calls, what with, and how often (ADR 0014). Knows no protocol. */
@NullMarked
package io.entdb.gateway.admission;

import org.jspecify.annotations.NullMarked;
