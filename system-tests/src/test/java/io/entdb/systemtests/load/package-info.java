/** Many tenants on small machines. */
@NullMarked
package io.entdb.systemtests.load;

import org.jspecify.annotations.NullMarked;
