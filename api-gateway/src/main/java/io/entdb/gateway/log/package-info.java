/** Writing records to the log. */
@NullMarked
package io.entdb.gateway.log;

import org.jspecify.annotations.NullMarked;
