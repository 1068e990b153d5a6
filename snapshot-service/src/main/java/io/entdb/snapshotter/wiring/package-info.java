/** Settings, their check, and the parts that the rest of the service is given. */
@NullMarked
package io.entdb.snapshotter.wiring;

import org.jspecify.annotations.NullMarked;
