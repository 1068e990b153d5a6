package io.entdb.store;

import io.entdb.model.TenantId;
import io.entdb.model.record.TenantStatus;

/**
 * How a tenant stands, as the directory knows it. Times are unix ms of the directory's time.
 *
 * @param deletionRequestedAt 0 = no deletion was asked for
 * @param deleteAt when it is or was due; 0 = never
 */
public record TenantStanding(
    TenantId tenant, TenantStatus status, long deletionRequestedAt, long deleteAt) {
  /** A tenant of which nothing else is known. */
  public static TenantStanding active(TenantId tenant) {
    return new TenantStanding(tenant, TenantStatus.ACTIVE, 0, 0);
  }

  /** The same with its deletion due; 0 and 0 = never. */
  public TenantStanding leaving(long requestedAt, long at) {
    return new TenantStanding(tenant, status, requestedAt, at);
  }

  /** The same in another status. */
  public TenantStanding in(TenantStatus next) {
    return new TenantStanding(tenant, next, deletionRequestedAt, deleteAt);
  }
}
