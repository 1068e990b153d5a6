package io.entdb.follower;

import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.SourceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The newest manifests, asked for again when they are older than a bound. */
final class ManifestCache {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final TenantSources sources;
  private final Duration ageMax;
  private final InstantSource clock;
  private final Map<Integer, Cached> byPartition = new ConcurrentHashMap<>();

  ManifestCache(TenantSources sources, Duration ageMax, InstantSource clock) {
    this.sources = sources;
    this.ageMax = ageMax;
    this.clock = clock;
  }

  /** A partition's; its lock lets one thread ask while others wait for the answer. */
  private static final class Cached {
    private Optional<Manifest> manifest = Optional.empty();
    private long askedMs = NEVER;
  }

  Optional<Manifest> newest(int partition) throws SourceException, InterruptedException {
    Cached cached = byPartition.computeIfAbsent(partition, _ -> new Cached());
    synchronized (cached) {
      long now = clock.millis();
      if (now - cached.askedMs > ageMax.toMillis()) {
        cached.manifest = sources.newest(partition);
        cached.askedMs = now;
      }
      return cached.manifest;
    }
  }

  /** Has the next question asked anew, because something that the manifest names is gone. */
  void forget(int partition) {
    byPartition.remove(partition);
  }
}
