/** Tests of the operator's tool. */
@NullMarked
package io.entdb.cli;

import org.jspecify.annotations.NullMarked;
