/** Takes what tenants cause elsewhere to where it goes, and tells when time has come. */
@NullMarked
package io.entdb.applier.followups;

import org.jspecify.annotations.NullMarked;
