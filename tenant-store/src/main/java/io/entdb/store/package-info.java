@NullMarked
package io.entdb.store;

import org.jspecify.annotations.NullMarked;
