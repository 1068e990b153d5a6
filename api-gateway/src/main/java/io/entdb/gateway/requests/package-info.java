/** What is known and told of one request, whatever its protocol. */
@NullMarked
package io.entdb.gateway.requests;

import org.jspecify.annotations.NullMarked;
