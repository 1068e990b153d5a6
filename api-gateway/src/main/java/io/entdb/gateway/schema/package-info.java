/** Tenants' schemas and the default schema. */
@NullMarked
package io.entdb.gateway.schema;

import org.jspecify.annotations.NullMarked;
