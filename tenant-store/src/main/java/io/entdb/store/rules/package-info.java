@NullMarked
package io.entdb.store.rules;

import org.jspecify.annotations.NullMarked;
