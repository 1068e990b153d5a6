/** What the tests over a running stack share. */
@NullMarked
package io.entdb.systemtests.support;

import org.jspecify.annotations.NullMarked;
