/** The bucket as services open it. */
@NullMarked
package io.entdb.service.objects;

import org.jspecify.annotations.NullMarked;
