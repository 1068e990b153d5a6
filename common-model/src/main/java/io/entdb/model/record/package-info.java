@NullMarked
package io.entdb.model.record;

import org.jspecify.annotations.NullMarked;
