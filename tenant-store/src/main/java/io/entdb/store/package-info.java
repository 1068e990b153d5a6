/** The rules and one SQLite file per tenant. */
@NullMarked
package io.entdb.store;

import org.jspecify.annotations.NullMarked;
