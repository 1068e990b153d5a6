package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes snapshots that are no longer kept, and chunks that none names (ADR 0012 D7). */
public final class SnapshotGarbage {
  private static final long WEEK_MS = Duration.ofDays(7).toMillis();

  private final ObjectStore objects;
  private final Snapshots snapshots;
  private final RebaseImages images;

  public SnapshotGarbage(ObjectStore objects) {
    this.objects = objects;
    this.snapshots = new Snapshots(objects, InstantSource.system());
    this.images = new RebaseImages(objects, InstantSource.system());
  }

  /**
   * Removes what can go of a tenant. Its newest snapshot and the newest at or before {@code
   * restorable} always stay, and between that moment and {@code keptSince} the first one of each
   * week: in time it is the newest at or before the restorable moment, and the archive before it
   * can go.
   *
   * @param keptSince younger snapshots stay
   * @param restorable the oldest moment that the tenant must be restorable to
   * @param unnamedBefore younger chunks stay, whoever names them
   * @return how many objects were removed
   */
  public int remove(TenantId tenant, Instant keptSince, Instant restorable, Instant unnamedBefore)
      throws ObjectStoreException {
    List<SnapshotManifest> kept = new ArrayList<>();
    List<SnapshotManifest> all = new ArrayList<>();
    for (SnapshotId id : snapshots.ids(tenant)) {
      // One that cannot be read ends it here: nobody knows which chunks it needs.
      snapshots.read(tenant, id).ifPresent(all::add);
    }
    Optional<SnapshotManifest> base =
        all.reversed().stream()
            .filter(snapshot -> snapshot.tenantTimeMs() <= restorable.toEpochMilli())
            .findFirst();
    int removed = 0;
    Set<Long> weeks = new HashSet<>();
    for (SnapshotManifest snapshot : all) {
      boolean isFirstOfWeek = weeks.add(Math.floorDiv(snapshot.tenantTimeMs(), WEEK_MS));
      boolean isRestorable = snapshot.tenantTimeMs() > restorable.toEpochMilli();
      boolean stays =
          snapshot.equals(all.getLast())
              || (isFirstOfWeek && isRestorable)
              || base.filter(snapshot::equals).isPresent()
              || snapshot.createdAtMs() >= keptSince.toEpochMilli();
      if (stays) {
        kept.add(snapshot);
      } else {
        snapshots.delete(tenant, snapshot.id());
        removed++;
      }
    }
    removed += removeChunks(tenant, kept, unnamedBefore);
    if (base.isPresent()) {
      Instant baseTime = Instant.ofEpochMilli(base.get().tenantTimeMs());
      removed += images.removeBefore(tenant, baseTime, unnamedBefore);
    }
    return removed;
  }

  private int removeChunks(TenantId tenant, List<SnapshotManifest> kept, Instant unnamedBefore)
      throws ObjectStoreException {
    ChunkFolder folder = ChunkFolder.ofSnapshots(tenant);
    Set<ObjectName> named = new HashSet<>();
    kept.forEach(
        snapshot -> snapshot.image().chunks().forEach(chunk -> named.add(folder.chunk(chunk))));
    List<ObjectName> unnamed = new ArrayList<>();
    objects.forEach(
        folder.prefix(),
        "",
        (ObjectEntry entry) -> {
          if (entry.modified().isBefore(unnamedBefore) && !named.contains(entry.name())) {
            unnamed.add(entry.name());
          }
        });
    for (ObjectName name : unnamed) {
      objects.delete(name);
    }
    return unnamed.size();
  }
}
