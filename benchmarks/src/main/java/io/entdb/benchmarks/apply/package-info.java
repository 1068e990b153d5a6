/** How fast a tenant's store applies records, beside SQLite without any rules. */
@NullMarked
package io.entdb.benchmarks.apply;

import org.jspecify.annotations.NullMarked;
