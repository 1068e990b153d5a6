/** Schemas out of annotated protobuf messages. */
@NullMarked
package io.entdb.cli.schema;

import org.jspecify.annotations.NullMarked;
