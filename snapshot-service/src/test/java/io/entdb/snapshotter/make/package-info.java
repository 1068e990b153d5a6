@NullMarked
package io.entdb.snapshotter.make;

import org.jspecify.annotations.NullMarked;
