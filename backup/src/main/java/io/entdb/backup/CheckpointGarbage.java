package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One collection of one partition's garbage. */
final class CheckpointGarbage {
  /** Newest checkpoints that are protected however old they are. */
  private static final int NEWEST_PROTECTED = 3;

  private final ObjectStore objects;
  private final Manifests manifests;
  private final Instant start;
  private int removed;

  CheckpointGarbage(ObjectStore objects, InstantSource clock, Manifests manifests) {
    this.objects = objects;
    this.manifests = manifests;
    this.start = clock.instant();
  }

  int collect(int partition) throws ObjectStoreException {
    List<ObjectEntry> newestFirst = manifests.newestFirst(partition);
    List<ObjectEntry> kept = protectedOf(newestFirst, start);
    Map<TenantId, Set<String>> needed = new HashMap<>();
    for (ObjectEntry entry : kept) {
      Optional<CheckpointManifest> manifest = manifests.read(entry.name());
      if (manifest.isEmpty()) {
        // Another collection that knows a newer state is at work.
        return removed;
      }
      manifest.get().tenants().forEach(tenant -> addNeeds(tenant, needed));
    }
    for (Map.Entry<TenantId, Set<String>> tenant : needed.entrySet()) {
      collectChunks(tenant.getKey(), tenant.getValue());
    }
    List<ObjectEntry> old = new ArrayList<>(newestFirst);
    old.removeAll(kept);
    for (ObjectEntry entry : old) {
      if (isGarbage(entry)) {
        collectManifest(entry, needed.keySet());
      }
    }
    return removed;
  }

  /**
   * The newest ones, and those that were the newest at some time in the last hour: whoever read or
   * checked against one of them still has what it names.
   */
  static List<ObjectEntry> protectedOf(List<ObjectEntry> newestFirst, Instant now) {
    Instant since = now.minus(Checkpoints.PROTECTED_AFTER).minus(Checkpoints.CLOCK_SKEW_MAX);
    List<ObjectEntry> kept = new ArrayList<>();
    boolean coversAll = false;
    for (ObjectEntry entry : newestFirst) {
      if (kept.size() < NEWEST_PROTECTED || !coversAll || entry.modified().isAfter(since)) {
        kept.add(entry);
        coversAll |= !entry.modified().isAfter(since);
      }
    }
    return kept;
  }

  private static void addNeeds(TenantCheckpoint tenant, Map<TenantId, Set<String>> needed) {
    Set<String> chunks = needed.computeIfAbsent(tenant.tenant(), id -> new HashSet<>());
    tenant.image().ifPresent(image -> chunks.addAll(image.chunks()));
  }

  private void collectChunks(TenantId tenant, Set<String> needed) throws ObjectStoreException {
    for (ObjectEntry entry : objects.list(CheckpointNames.chunks(tenant), "")) {
      if (!needed.contains(entry.name().lastPart()) && isGarbage(entry)) {
        remove(entry);
      }
    }
  }

  /** Removes an old checkpoint, unless it is the last to know tenants that still have chunks. */
  private void collectManifest(ObjectEntry entry, Set<TenantId> current)
      throws ObjectStoreException {
    Optional<CheckpointManifest> manifest = manifests.read(entry.name());
    if (manifest.isEmpty()) {
      return;
    }
    for (TenantCheckpoint tenant : manifest.get().tenants()) {
      if (!current.contains(tenant.tenant())) {
        collectChunks(tenant.tenant(), Set.of());
        if (!objects.listPage(CheckpointNames.chunks(tenant.tenant()), "", 1).isEmpty()) {
          return;
        }
      }
    }
    remove(entry);
  }

  /** By the time of the start: what became old since then may have been published since then. */
  private boolean isGarbage(ObjectEntry entry) {
    return entry.modified().isBefore(start.minus(Checkpoints.CHUNK_GRACE));
  }

  private void remove(ObjectEntry entry) throws ObjectStoreException {
    objects.delete(entry.name());
    removed++;
  }
}
