/** Processes die, disks are lost, brokers go away: nothing acknowledged is lost or done twice. */
@NullMarked
package io.entdb.systemtests.faults;

import org.jspecify.annotations.NullMarked;
