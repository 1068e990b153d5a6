/** Contracts, fakes and tests of the object store. */
@NullMarked
package io.entdb.store.model;

import org.jspecify.annotations.NullMarked;
