/** Ids, positions, operations, records, outcomes, schema and limits. */
@NullMarked
package io.entdb.model;

import org.jspecify.annotations.NullMarked;
