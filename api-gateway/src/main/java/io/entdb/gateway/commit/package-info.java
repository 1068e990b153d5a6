/** Writing: plans become records of the log, and records become answers. */
@NullMarked
package io.entdb.gateway.commit;

import org.jspecify.annotations.NullMarked;
