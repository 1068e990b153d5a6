@NullMarked
package io.entdb.backup.restore;

import org.jspecify.annotations.NullMarked;
