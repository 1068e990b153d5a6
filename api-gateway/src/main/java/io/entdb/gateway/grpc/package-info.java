/**
 * The public API as gRPC, package {@code entdb.v1}: messages in, messages out, no rule of its own.
 */
@NullMarked
package io.entdb.gateway.grpc;

import org.jspecify.annotations.NullMarked;
