package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.store.StoreReport.Counts;

/**
 * A snapshot of a tenant.
 *
 * @param id by the position that it was asked for
 * @param incarnation the life of the tenant
 * @param image the file; its n is the tenant's last record at or before the id's n
 * @param tenantTimeMs tenant time at that record, unix ms
 * @param schemaFingerprint empty = no type was ever registered
 * @param counts rows in it
 * @param compared how many checkpoints' digests the replay since the snapshot before agreed with
 * @param followsN n of the snapshot before; -1 = it was made from the first record
 * @param createdAtMs unix ms, by the snapshotter's clock
 * @param rulesVersion the newest rules that its maker knew
 */
public record SnapshotManifest(
    TenantId tenant,
    SnapshotId id,
    int partition,
    long incarnation,
    ImageRef image,
    long tenantTimeMs,
    String schemaFingerprint,
    Counts counts,
    int compared,
    long followsN,
    long createdAtMs,
    int rulesVersion) {
  public SnapshotManifest {
    if (image.n() > id.n() || image.n() < 0 || partition < 0) {
      throw new IllegalArgumentException(
          "snapshot %s cannot hold an image at %d:%d".formatted(id, partition, image.n()));
    }
  }

  /** All records of the tenant up to here are in it. */
  public long n() {
    return id.n();
  }
}
