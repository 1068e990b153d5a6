/** The Java client on the running stack. */
@NullMarked
package io.entdb.systemtests.client;

import org.jspecify.annotations.NullMarked;
