/**
 * A client of EntDB over gRPC. Start at {@link io.entdb.client.EntdbClient}; everything is callable
 * from any thread.
 */
@NullMarked
package io.entdb.client;

import org.jspecify.annotations.NullMarked;
