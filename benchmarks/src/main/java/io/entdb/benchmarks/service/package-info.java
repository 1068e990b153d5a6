/** How fast the service answers, beside PostgreSQL. */
@NullMarked
package io.entdb.benchmarks.service;

import org.jspecify.annotations.NullMarked;
