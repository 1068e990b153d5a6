package io.entdb.snapshotter.make;

import io.entdb.backup.SnapshotGarbage;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveRetention;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Removes what is no longer kept: the only deleter of backups. */
final class Retention {
  /** How long what is superseded or unnamed stays: longer than any reader or writer needs it. */
  private static final Duration GRACE = Duration.ofDays(1);

  private final SnapshotPolicy policy;
  private final Archive archive;
  private final ArchiveRetention archiveRetention;
  private final Snapshots snapshots;
  private final SnapshotGarbage garbage;
  private final Shard shard;
  private final InstantSource clock;

  Retention(
      SnapshotPolicy policy,
      ObjectStore objects,
      Archive archive,
      Snapshots snapshots,
      Shard shard,
      InstantSource clock) {
    this.policy = policy;
    this.archive = archive;
    this.archiveRetention = new ArchiveRetention(objects);
    this.snapshots = snapshots;
    this.garbage = new SnapshotGarbage(objects, clock);
    this.shard = shard;
    this.clock = clock;
  }

  /** Removes what can go now; how many objects. */
  int remove() throws ObjectStoreException {
    Instant now = clock.instant();
    Instant restorable = now.minus(policy.archiveRetention());
    Instant keptSince = now.minus(policy.snapshotRetention());
    int removed = 0;
    for (TenantId tenant : snapshots.tenants()) {
      if (shard.has(tenant)) {
        removed += garbage.remove(tenant, keptSince, restorable, now.minus(GRACE));
      }
    }
    for (int partition : archive.partitions()) {
      if (shard.hasPartition(partition)) {
        removed += archiveRetention.removeSuperseded(partition, now.minus(GRACE));
        removed += removeOld(partition, restorable);
      }
    }
    return removed;
  }

  /** A segment goes when no restore to any moment since then needs it. */
  private int removeOld(int partition, Instant restorable) throws ObjectStoreException {
    Map<String, Long> neededAfterN = new HashMap<>();
    return archiveRetention.removeBefore(
        partition,
        restorable,
        (key, throughN) -> {
          Long known = neededAfterN.get(key);
          if (known == null) {
            known = neededAfterN(key, restorable);
            neededAfterN.put(key, known);
          }
          return throughN <= known;
        });
  }

  /** Restores to any moment since {@code restorable} begin at a snapshot at or after this n. */
  private long neededAfterN(String key, Instant restorable) throws ObjectStoreException {
    TenantId tenant;
    try {
      tenant = new TenantId(key);
    } catch (InvalidException e) {
      return Long.MAX_VALUE; // Nobody's records: nobody restores them.
    }
    Optional<SnapshotManifest> base =
        snapshots.newest(
            tenant,
            snapshot ->
                snapshot.tenantTimeMs() <= restorable.toEpochMilli()
                    && snapshot.createdAtMs() <= clock.millis());
    return base.map(SnapshotManifest::n).orElse(-1L);
  }
}
