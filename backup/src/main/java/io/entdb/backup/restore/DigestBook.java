package io.entdb.backup.restore;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectStoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The digests that checkpoints of a partition have published: what appliers came to, at which
 * record of each tenant.
 */
public final class DigestBook {
  /** No digests: nothing is compared. */
  public static final DigestBook EMPTY = new DigestBook(Map.of());

  /** Newest checkpoints read: an hour or more of them. */
  private static final int CHECKPOINTS_MAX = 60;

  private final Map<TenantId, NavigableMap<Long, String>> digests;

  private DigestBook(Map<TenantId, NavigableMap<Long, String>> digests) {
    this.digests = digests;
  }

  /** Of known digests, by the record after which they hold. */
  static DigestBook of(Map<TenantId, ? extends NavigableMap<Long, String>> digests) {
    return new DigestBook(Map.copyOf(digests));
  }

  /** What the newest checkpoints of a partition say. */
  public static DigestBook read(Checkpoints checkpoints, int partition)
      throws ObjectStoreException {
    Map<TenantId, NavigableMap<Long, String>> digests = new HashMap<>();
    List<ObjectEntry> newestFirst = checkpoints.list(partition);
    for (ObjectEntry entry :
        newestFirst.subList(0, Math.min(CHECKPOINTS_MAX, newestFirst.size()))) {
      checkpoints.read(entry.name()).ifPresent(manifest -> add(manifest, digests));
    }
    return new DigestBook(digests);
  }

  private static void add(
      CheckpointManifest manifest, Map<TenantId, NavigableMap<Long, String>> digests) {
    for (TenantCheckpoint tenant : manifest.tenants()) {
      if (tenant.lastRecordN() >= 0) {
        digests
            .computeIfAbsent(tenant.tenant(), _ -> new TreeMap<>())
            .put(tenant.lastRecordN(), tenant.digest());
      }
    }
  }

  /** A tenant's digests, by the record after which they hold. */
  NavigableMap<Long, String> of(TenantId tenant) {
    return digests.getOrDefault(tenant, new TreeMap<>());
  }
}
