/** What services' metrics pages say about the whole system. Knows pages and numbers, no network. */
@NullMarked
package io.entdb.cli.status;

import org.jspecify.annotations.NullMarked;
