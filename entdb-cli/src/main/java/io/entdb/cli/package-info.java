/** The operator's tool: {@code entdb <area> <verb>}. */
@NullMarked
package io.entdb.cli;

import org.jspecify.annotations.NullMarked;
