/** What backups of a large tenant cost. */
@NullMarked
package io.entdb.benchmarks.backup;

import org.jspecify.annotations.NullMarked;
