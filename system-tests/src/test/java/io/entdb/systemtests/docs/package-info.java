/** Documents say only what works. */
@NullMarked
package io.entdb.systemtests.docs;

import org.jspecify.annotations.NullMarked;
