/** Members, groups, sharing, and what concerns a tenant as a whole. */
@NullMarked
package io.entdb.gateway.control;

import org.jspecify.annotations.NullMarked;
