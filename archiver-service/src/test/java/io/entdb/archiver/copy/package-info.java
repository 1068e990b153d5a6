@NullMarked
package io.entdb.archiver.copy;

import org.jspecify.annotations.NullMarked;
