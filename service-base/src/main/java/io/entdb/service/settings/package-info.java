/** Settings that several services have, and what can be wrong with them. */
@NullMarked
package io.entdb.service.settings;

import org.jspecify.annotations.NullMarked;
