package io.entdb.follower;

import io.entdb.model.TenantId;

/**
 * Where a tenant's log is, as the directory says.
 *
 * @param partition where it lives for ever
 * @param logStart no record of it stands before this n
 */
public record TenantPlace(TenantId tenant, int partition, long logStart) {
  /** The directory itself. */
  public static final TenantPlace SYSTEM = new TenantPlace(TenantId.SYSTEM, 0, 0);
}
