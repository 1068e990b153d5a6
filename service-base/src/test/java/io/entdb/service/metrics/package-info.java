@NullMarked
package io.entdb.service.metrics;

import org.jspecify.annotations.NullMarked;
