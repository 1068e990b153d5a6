@NullMarked
package io.entdb.store.sqlite;

import org.jspecify.annotations.NullMarked;
