@NullMarked
package io.entdb.service.traces;

import org.jspecify.annotations.NullMarked;
