package io.entdb.backup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A partition's tenants at one position: nothing of theirs up to n is missing from it.
 *
 * @param n the last record of the partition that is taken into account
 * @param createdAtMs unix ms, by the applier's clock
 * @param tenants each once
 */
public record CheckpointManifest(
    int partition, long n, long createdAtMs, List<TenantCheckpoint> tenants) {
  public CheckpointManifest {
    if (partition < 0 || n < 0) {
      throw new IllegalArgumentException("no checkpoint at " + partition + ":" + n);
    }
    tenants = List.copyOf(tenants);
    Set<String> seen = new HashSet<>();
    for (TenantCheckpoint tenant : tenants) {
      if (!seen.add(tenant.tenant().value())) {
        throw new IllegalArgumentException("tenant " + tenant.tenant() + " stands there twice");
      }
    }
  }
}
