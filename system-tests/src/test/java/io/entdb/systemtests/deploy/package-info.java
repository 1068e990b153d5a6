/**
 * What operators are given: rules, dashboard, containers, infrastructure, and whether it fits the
 * services.
 */
@NullMarked
package io.entdb.systemtests.deploy;

import org.jspecify.annotations.NullMarked;
