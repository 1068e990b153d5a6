/** Tests of the public gRPC contract. */
@NullMarked
package io.entdb.grpc;

import org.jspecify.annotations.NullMarked;
