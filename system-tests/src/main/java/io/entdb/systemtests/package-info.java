/** Black-box tests over the running stack; layer rules. */
@NullMarked
package io.entdb.systemtests;

import org.jspecify.annotations.NullMarked;
