/** What clients see, whatever they send and whichever gateway they ask. */
@NullMarked
package io.entdb.systemtests.api;

import org.jspecify.annotations.NullMarked;
