/** The gRPC contract, method by method, against the running stack. */
@NullMarked
package io.entdb.systemtests.grpc;

import org.jspecify.annotations.NullMarked;
