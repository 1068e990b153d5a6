package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Three appliers of one partition that do what they like in the middle of each other's calls. */
final class CheckpointSimulation {
  private static final int P = 0;
  private static final int CHUNK_BYTES = 16;
  private static final int CHUNKS = 4;
  private static final int DEPTH_MAX = 3;

  private final SplittableRandom random;
  private final Path file;
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final List<Applier> appliers = new ArrayList<>();
  private final Map<TenantId, byte[]> states = new HashMap<>();
  private int depth;
  private int publishing;
  private long n;
  private int published;
  private int collected;

  CheckpointSimulation(Path folder, long seed) {
    this.random = new SplittableRandom(seed);
    this.file = folder.resolve("state");
    for (int minutesAhead : new int[] {0, 8, -8}) {
      var ahead = clock.ahead(Duration.ofMinutes(minutesAhead));
      appliers.add(new Applier(new Checkpoints(objects, ahead, CHUNK_BYTES)));
    }
    for (String tenant : new String[] {"a", "b", "c"}) {
      states.put(new TenantId(tenant), new byte[CHUNKS * CHUNK_BYTES]);
    }
    objects.setFaults(this::interleave);
  }

  int published() {
    return published;
  }

  int collected() {
    return collected;
  }

  /** One action of somebody, and time passes. */
  void step() throws IOException {
    act();
    clock.advance(
        random.nextInt(6) == 0
            ? Duration.ofMinutes(random.nextInt(14 * 60))
            : Duration.ofSeconds(random.nextInt(20 * 60)));
  }

  private Fault interleave(String verb, ObjectName name) {
    if (depth >= DEPTH_MAX || depth == 0 || random.nextInt(12) != 0) {
      return random.nextInt(200) == 0 && depth > 0 ? Fault.AFTER : Fault.NONE;
    }
    try {
      act();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A collection or an upload may be held up for hours; publishing gives up after minutes.
    clock.advance(
        publishing > 0
            ? Duration.ofSeconds(random.nextInt(60))
            : Duration.ofMinutes(random.nextInt(10) == 0 ? random.nextInt(600) : 1));
    return Fault.NONE;
  }

  private void act() throws IOException {
    Applier applier = appliers.get(random.nextInt(10) == 0 ? 2 : random.nextInt(2));
    depth++;
    try {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> applier.upload(changedTenant());
        case 3, 4, 5 -> applier.publish();
        default -> collected += applier.checkpoints.collectGarbage(P);
      }
    } catch (ObjectStoreUnavailableException e) {
      // Told to fail: the applier tries again some time.
    } catch (ObjectStoreException e) {
      throw new IllegalStateException(e);
    } finally {
      depth--;
    }
  }

  /** Few different contents, so that chunks which were given up come back. */
  private TenantId changedTenant() {
    List<TenantId> tenants = states.keySet().stream().sorted().toList();
    TenantId tenant = tenants.get(random.nextInt(tenants.size()));
    int chunk = random.nextInt(CHUNKS);
    Arrays.fill(
        states.get(tenant),
        chunk * CHUNK_BYTES,
        (chunk + 1) * CHUNK_BYTES,
        (byte) random.nextInt(4));
    return tenant;
  }

  /** Objects that protected checkpoints name, but that are not there. */
  List<String> missing() throws ObjectStoreException {
    List<String> missing = new ArrayList<>();
    for (ObjectName chunk : needed()) {
      if (objects.head(chunk).isEmpty()) {
        missing.add(chunk.value());
      }
    }
    return missing;
  }

  /** Chunks that no protected checkpoint names. */
  Stream<ObjectEntry> unneeded() throws ObjectStoreException {
    Set<ObjectName> needed = needed();
    return objects.list("checkpoints/chunks/", "").stream()
        .filter(entry -> !needed.contains(entry.name()));
  }

  /** The newest three and those of the last hour, counted here on its own. */
  private Set<ObjectName> needed() throws ObjectStoreException {
    Set<ObjectName> needed = new HashSet<>();
    int index = 0;
    Instant hourAgo = clock.instant().minus(Duration.ofHours(1));
    for (ObjectEntry entry : objects.newestFirst("checkpoints/p=0/")) {
      if (index++ < 3 || entry.modified().isAfter(hourAgo)) {
        byte[] json = objects.get(entry.name()).orElseThrow();
        for (TenantCheckpoint tenant : CheckpointJson.read(entry.name(), json).tenants()) {
          for (String chunk : tenant.image().map(ImageRef::chunks).orElse(List.of())) {
            needed.add(CheckpointNames.chunk(tenant.tenant(), chunk));
          }
        }
      }
    }
    return needed;
  }

  /** Days pass in which nothing happens but three checkpoints and a collection. */
  void settle() throws Exception {
    objects.setFaults(InMemoryObjectStore.Faults.NONE);
    Applier applier = appliers.getFirst();
    for (int checkpoint = 0; checkpoint < 4; checkpoint++) {
      clock.advance(Duration.ofDays(1));
      applier.images.clear();
      applier.publish();
    }
    clock.advance(Duration.ofDays(1));
    collected += applier.checkpoints.collectGarbage(P);
  }

  /** One process with its own memory of images. */
  private final class Applier {
    private final Checkpoints checkpoints;
    private final Map<TenantId, TenantCheckpoint> images = new HashMap<>();

    Applier(Checkpoints checkpoints) {
      this.checkpoints = checkpoints;
    }

    void upload(TenantId tenant) throws IOException, ObjectStoreException {
      long at = ++n;
      Path state = Files.write(file.resolveSibling("state-" + at), states.get(tenant));
      try {
        ImageRef image =
            checkpoints.upload(tenant, PlainPinnedFile.of(state, tenant, P, at), published(tenant));
        images.put(tenant, checkpoint(tenant, image));
      } finally {
        Files.delete(state);
      }
    }

    private Optional<TenantCheckpoint> published(TenantId tenant) throws ObjectStoreException {
      return checkpoints
          .newest(P)
          .flatMap(
              newest ->
                  newest.tenants().stream().filter(t -> t.tenant().equals(tenant)).findFirst());
    }

    void publish() throws ObjectStoreException {
      Optional<CheckpointManifest> newest = checkpoints.newest(P);
      Map<TenantId, TenantCheckpoint> all = new HashMap<>();
      newest.ifPresent(m -> m.tenants().forEach(tenant -> all.put(tenant.tenant(), tenant)));
      all.putAll(images);
      var manifest = new CheckpointManifest(P, ++n, clock.millis(), all.values().stream().toList());
      publishing++;
      try {
        published += checkpoints.publish(manifest) ? 1 : 0;
      } catch (ImageGoneException e) {
        images.clear();
      } finally {
        publishing--;
      }
    }

    private static TenantCheckpoint checkpoint(TenantId tenant, ImageRef image) {
      return new TenantCheckpoint(
          tenant, 1, Optional.of(image), image.n(), image.digest(), 0, Optional.empty());
    }
  }
}
