/** Settings, their check, and the parts that the rest of the service is given. */
@NullMarked
package io.entdb.archiver.wiring;

import org.jspecify.annotations.NullMarked;
