/** The REST form of the service: JSON in and out, nothing decided here. */
@NullMarked
package io.entdb.gateway.rest;

import org.jspecify.annotations.NullMarked;
