/**
 * JSON without surprises: no key twice, no number changed, a bounded depth, and one canonical text
 * for each value. Kept here, without a library, because stored values and fingerprints depend on it
 * for ever.
 */
@NullMarked
package io.entdb.model.json;

import org.jspecify.annotations.NullMarked;
