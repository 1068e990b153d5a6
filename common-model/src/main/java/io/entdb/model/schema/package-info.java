@NullMarked
package io.entdb.model.schema;

import org.jspecify.annotations.NullMarked;
