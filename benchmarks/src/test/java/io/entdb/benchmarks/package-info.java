/** Tests of how figures are compared. */
@NullMarked
package io.entdb.benchmarks;

import org.jspecify.annotations.NullMarked;
