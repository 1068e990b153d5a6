@NullMarked
package io.entdb.service.logs;

import org.jspecify.annotations.NullMarked;
