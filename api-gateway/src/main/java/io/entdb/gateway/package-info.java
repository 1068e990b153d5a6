/** The public API: REST and gRPC over the log and the followers. */
@NullMarked
package io.entdb.gateway;

import org.jspecify.annotations.NullMarked;
