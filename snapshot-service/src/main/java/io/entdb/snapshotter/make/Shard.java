package io.entdb.snapshotter.make;

import io.entdb.model.TenantId;

/** The part of the tenants that one instance looks after; instances need not agree on anything. */
record Shard(int instance, int instances) {
  boolean has(TenantId tenant) {
    return Math.floorMod(tenant.value().hashCode(), instances) == instance;
  }

  /** Whether this instance removes what a partition's archive no longer needs. */
  boolean hasPartition(int partition) {
    return partition % instances == instance;
  }
}
