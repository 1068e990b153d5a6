/** Reading tenants, as current as the caller asks for. */
@NullMarked
package io.entdb.gateway.read;

import org.jspecify.annotations.NullMarked;
