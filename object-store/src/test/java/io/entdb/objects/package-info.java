/** Contracts, fakes and tests of the object store. */
@NullMarked
package io.entdb.objects;

import org.jspecify.annotations.NullMarked;
