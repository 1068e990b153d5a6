package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.store.StoreState.Work;
import java.util.Optional;

/**
 * Where a tenant stood when a checkpoint was taken.
 *
 * @param incarnation the life of the tenant; 0 = not opened yet
 * @param image where to start from; empty = from the tenant's first record
 * @param lastRecordN the tenant's last applied record; {@code -1} = none
 * @param digest the state's digest at that record, 64 hex digits
 * @param tenantTime unix ms at that record
 * @param parked present = records from there on are not applied
 * @param work what the next owner of the partition has to append for it
 */
public record TenantCheckpoint(
    TenantId tenant,
    long incarnation,
    Optional<ImageRef> image,
    long lastRecordN,
    String digest,
    long tenantTime,
    Optional<ParkedAt> parked,
    Work work) {
  /** A tenant for which nothing has to be appended. */
  public TenantCheckpoint(
      TenantId tenant,
      long incarnation,
      Optional<ImageRef> image,
      long lastRecordN,
      String digest,
      long tenantTime,
      Optional<ParkedAt> parked) {
    this(tenant, incarnation, image, lastRecordN, digest, tenantTime, parked, Work.NONE);
  }
}
