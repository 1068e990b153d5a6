package io.entdb.follower;

import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.SourceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The newest manifests, asked for again when they are older than a bound. */
final class ManifestCache {
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
    private @Nullable Optional<Manifest> manifest;
    private long askedMs;
  }

  Optional<Manifest> newest(int partition) throws SourceException, InterruptedException {
    Cached cached = byPartition.computeIfAbsent(partition, _ -> new Cached());
    synchronized (cached) {
      Optional<Manifest> manifest = cached.manifest;
      if (manifest == null || clock.millis() - cached.askedMs > ageMax.toMillis()) {
        long asked = clock.millis();
        manifest = sources.newest(partition);
        cached.manifest = manifest;
        cached.askedMs = asked;
      }
      return manifest;
    }
  }

  /** Has the next question asked anew, because something that the manifest names is gone. */
  void forget(int partition) {
    byPartition.remove(partition);
  }
}
