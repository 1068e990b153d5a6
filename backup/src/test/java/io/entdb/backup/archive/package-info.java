@NullMarked
package io.entdb.backup.archive;

import org.jspecify.annotations.NullMarked;
