@NullMarked
package io.entdb.service.health;

import org.jspecify.annotations.NullMarked;
