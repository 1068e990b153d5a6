package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import java.time.Instant;

/**
 * A tenant that stands still because one of its records cannot be carried out by a fault of ours.
 *
 * @param position the record at which it stands
 * @param reason what went wrong, for people
 * @param since when the record was met first
 * @param recordsBehind records after that one, as far as this process has seen any
 */
public record ParkedTenant(
    TenantId tenant, WalPosition position, String reason, Instant since, long recordsBehind) {
  ParkedTenant withRecordsBehind(long records) {
    return new ParkedTenant(tenant, position, reason, since, records);
  }
}
