/** Tests of what is made of metrics pages. */
@NullMarked
package io.entdb.cli.status;

import org.jspecify.annotations.NullMarked;
