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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes snapshots that are no longer kept, and chunks that none needs (ADR 0012 D7). Remembers
 * between two looks what none needed: somebody who saw a snapshot just before it was removed may be
 * publishing another one that needs the same. For one thread; others may do the same at a time.
 */
public final class SnapshotGarbage {
  /** How long after it was removed a snapshot's chunks stay: see {@link Snapshots#publish}. */
  private static final Duration UNNAMED_FOR = Duration.ofMinutes(30);

  private static final long WEEK_MS = Duration.ofDays(7).toMillis();

  private final ObjectStore objects;
  private final Snapshots snapshots;
  private final RebaseImages images;
  private final InstantSource clock;
  private final Map<TenantId, Map<ObjectName, Instant>> unnamedSince = new HashMap<>();

  public SnapshotGarbage(ObjectStore objects, InstantSource clock) {
    this.objects = objects;
    this.snapshots = new Snapshots(objects, clock);
    this.images = new RebaseImages(objects, clock);
    this.clock = clock;
  }

  /**
   * Removes what can go of a tenant. Its newest snapshot and the newest at or before {@code
   * restorable} always stay, and between that moment and {@code keptSince} the first one of each
   * week: in time it is the newest at or before the restorable moment, and the archive before it
   * can go.
   *
   * @param keptSince younger snapshots stay
   * @param restorable the oldest moment that the tenant must be restorable to
   * @param unnamedBefore younger chunks stay, whoever names them; others go when two looks, half an
   *     hour apart or more, have found that no snapshot needs them
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
    Set<ObjectName> needed = new HashSet<>();
    for (SnapshotManifest snapshot : kept) {
      snapshot.image().objects().forEach(chunk -> needed.add(folder.chunk(chunk)));
    }
    Instant now = clock.instant();
    Map<ObjectName, Instant> before = unnamedSince.getOrDefault(tenant, Map.of());
    Map<ObjectName, Instant> unnamed = new HashMap<>();
    objects.forEach(
        folder.prefix(),
        "",
        (ObjectEntry entry) -> {
          if (entry.modified().isBefore(unnamedBefore) && !needed.contains(entry.name())) {
            unnamed.put(entry.name(), before.getOrDefault(entry.name(), now));
          }
        });
    unnamedSince.put(tenant, unnamed);
    int removed = 0;
    for (ObjectName name : List.copyOf(unnamed.keySet())) {
      if (!unnamed.getOrDefault(name, now).isAfter(now.minus(UNNAMED_FOR))) {
        objects.delete(name);
        unnamed.remove(name);
        removed++;
      }
    }
    return removed;
  }
}
