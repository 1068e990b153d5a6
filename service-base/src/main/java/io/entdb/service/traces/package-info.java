/** One trace from a request through the log to everybody who reads its record (ADR 0015 D6). */
@NullMarked
package io.entdb.service.traces;

import org.jspecify.annotations.NullMarked;
