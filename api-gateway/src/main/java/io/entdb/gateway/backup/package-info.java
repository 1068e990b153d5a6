/** What operators ask for through the gateway about backups. */
@NullMarked
package io.entdb.gateway.backup;

import org.jspecify.annotations.NullMarked;
