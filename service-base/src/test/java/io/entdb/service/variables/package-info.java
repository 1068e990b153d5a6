@NullMarked
package io.entdb.service.variables;

import org.jspecify.annotations.NullMarked;
