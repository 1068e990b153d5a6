/** Load generator and side-by-side runs. */
@NullMarked
package io.entdb.benchmarks;

import org.jspecify.annotations.NullMarked;
