package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A tenant's log applied in peace: what every other way to apply it must come to. */
final class CalmRun {
  /** A store's file after one of the records. */
  record Image(long n, String digest, Path file) {}

  private final NavigableMap<Long, String> digests = new TreeMap<>();
  private final NavigableMap<Long, Image> images = new TreeMap<>();
  private final List<String> dump = new ArrayList<>();
  private final String emptyDigest;

  /**
   * @param log all records of the tenant
   */
  CalmRun(TenantId tenant, List<LogEntry> log, Path folder, RandomGenerator random)
      throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve(tenant + ".db");
    try (var store = TenantStore.open(file, tenant, StoreSettings.DEFAULT)) {
      emptyDigest = store.state().digest();
      for (LogEntry entry : log) {
        store.apply(List.of(entry));
        long n = entry.position().n();
        digests.put(n, store.state().digest());
        if (random.nextInt(8) == 0) {
          keepImage(store, n, folder.resolve(tenant + "-" + n + ".image"));
        }
      }
      store.dump(dump::add);
    }
  }

  private void keepImage(TenantStore store, long n, Path to) throws Exception {
    try (PinnedFile pinned = store.pin()) {
      Files.copy(pinned.path(), to);
      images.put(n, new Image(n, store.state().digest(), to));
    }
  }

  /** The digest after the last record at or before n. */
  String digestAt(long n) {
    var entry = digests.floorEntry(n);
    return entry == null ? emptyDigest : entry.getValue();
  }

  /** n of the last record at or before n; -1 = none. */
  long lastAt(long n) {
    Long last = digests.floorKey(n);
    return last == null ? -1 : last;
  }

  /** All its records' n. */
  List<Long> positions() {
    return List.copyOf(digests.keySet());
  }

  /** An image at or before n, the newest or an older one. */
  Optional<Image> imageAt(long n, RandomGenerator random) {
    List<Image> candidates = List.copyOf(images.headMap(n, true).values());
    if (candidates.isEmpty() || random.nextInt(6) == 0) {
      return Optional.empty();
    }
    int back = random.nextInt(Math.min(2, candidates.size()));
    return Optional.of(candidates.get(candidates.size() - 1 - back));
  }

  List<String> dump() {
    return dump;
  }
}
