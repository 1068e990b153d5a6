/** The REST API's contract, endpoint by endpoint: what it answers, refuses, pages and hides. */
@NullMarked
package io.entdb.systemtests.rest;

import org.jspecify.annotations.NullMarked;
