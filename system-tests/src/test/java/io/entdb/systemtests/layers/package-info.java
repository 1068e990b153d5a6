/** Who may know whom: the modules' directions of docs/architecture.md, checked. */
@NullMarked
package io.entdb.systemtests.layers;

import org.jspecify.annotations.NullMarked;
