@NullMarked
package io.entdb.model;

import org.jspecify.annotations.NullMarked;
