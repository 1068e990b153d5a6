/**
 * A whole EntDB on one machine: a Kafka broker, an S3 server and the services, each in its own JVM.
 *
 * <p>{@link io.entdb.localstack.Launcher} is what {@code ./dev up} runs; {@link
 * io.entdb.localstack.LocalStack} is the same thing for tests and benchmarks.
 */
@NullMarked
package io.entdb.localstack;

import org.jspecify.annotations.NullMarked;
