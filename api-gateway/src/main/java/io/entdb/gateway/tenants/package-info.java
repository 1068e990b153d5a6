/** Finding, creating, opening and holding tenants. */
@NullMarked
package io.entdb.gateway.tenants;

import org.jspecify.annotations.NullMarked;
