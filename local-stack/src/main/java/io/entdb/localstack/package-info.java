/** Broker, object store and the four services on one machine. */
@NullMarked
package io.entdb.localstack;

import org.jspecify.annotations.NullMarked;
