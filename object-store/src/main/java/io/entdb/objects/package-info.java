/** The ObjectStore port and its S3 form. */
@NullMarked
package io.entdb.objects;

import org.jspecify.annotations.NullMarked;
