package io.entdb.backup;

import io.entdb.backup.ImageUploader.Cut;
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

/**
 * Three snapshotters that look after one tenant, and somebody who deletes snapshots by hand, in the
 * middle of each other's calls.
 */
final class SnapshotSimulation {
  private static final TenantId ACME = new TenantId("acme");
  private static final int CHUNK_BYTES = 256;
  private static final int CHUNKS = 6;
  private static final int DEPTH_MAX = 3;

  private final SplittableRandom random;
  private final Path file;
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final List<Snapshotter> snapshotters = new ArrayList<>();
  private final Map<SnapshotId, byte[]> contents = new HashMap<>();
  private final byte[] state = new byte[CHUNKS * CHUNK_BYTES];
  private int depth;
  private int publishing;
  private long n;
  private int collected;
  private int published;
  private int patches;

  SnapshotSimulation(Path folder, long seed) {
    this.random = new SplittableRandom(seed);
    this.file = folder.resolve("state");
    random.nextBytes(state);
    for (int minutesAhead : new int[] {0, 8, -8}) {
      snapshotters.add(new Snapshotter(minutesAhead));
    }
    objects.setFaults(this::interleave);
  }

  int published() {
    return published;
  }

  int collected() {
    return collected;
  }

  /** How many of the published chunks were patches. */
  int patches() {
    return patches;
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
    boolean isManifest = verb.equals("put") && name.value().endsWith("/manifest.json");
    publishing += isManifest ? 1 : 0;
    try {
      act();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      publishing -= isManifest ? 1 : 0;
    }
    // Anything may be held up for hours, but the last request of publishing.
    clock.advance(
        isManifest || publishing > 0
            ? Duration.ofSeconds(random.nextInt(60))
            : Duration.ofMinutes(random.nextInt(10) == 0 ? random.nextInt(600) : 1));
    return Fault.NONE;
  }

  private void act() throws IOException {
    Snapshotter snapshotter = snapshotters.get(random.nextInt(snapshotters.size()));
    depth++;
    try {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> snapshotter.snapshot();
        case 4 -> deleteOne(snapshotter);
        default -> collected += snapshotter.collect();
      }
    } catch (ObjectStoreUnavailableException e) {
      // Told to fail: it tries again some time.
    } catch (ObjectStoreException e) {
      throw new IllegalStateException(e);
    } finally {
      depth--;
    }
  }

  private void deleteOne(Snapshotter by) throws ObjectStoreException {
    List<SnapshotId> ids = by.snapshots.ids(ACME);
    if (!ids.isEmpty()) {
      by.snapshots.delete(ACME, ids.get(random.nextInt(ids.size())));
    }
  }

  private void change() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      int chunk = random.nextInt(CHUNKS) * CHUNK_BYTES;
      if (random.nextInt(3) == 0) { // Few different contents, so that some come back.
        var content = new byte[CHUNK_BYTES];
        new SplittableRandom(random.nextInt(4)).nextBytes(content);
        System.arraycopy(content, 0, state, chunk, CHUNK_BYTES);
      } else {
        state[chunk + random.nextInt(20)] = (byte) random.nextInt(3);
      }
    }
  }

  /** Objects that snapshots need, but that are not there. */
  List<String> missing() throws ObjectStoreException {
    List<String> missing = new ArrayList<>();
    for (ObjectName chunk : needed()) {
      if (objects.head(chunk).isEmpty()) {
        missing.add(chunk.value());
      }
    }
    return missing;
  }

  /** Chunks that no snapshot needs. */
  Stream<ObjectEntry> unneeded() throws ObjectStoreException {
    Set<ObjectName> needed = needed();
    return objects.list("snapshots/acme/chunks/", "").stream()
        .filter(entry -> !needed.contains(entry.name()));
  }

  /** Counted here on its own: a patch's name ends in its base's. */
  private Set<ObjectName> needed() throws ObjectStoreException {
    Set<ObjectName> needed = new HashSet<>();
    for (ObjectEntry entry : objects.list("snapshots/acme/snap_", "")) {
      byte[] json = objects.get(entry.name()).orElseThrow();
      for (String chunk : SnapshotJson.read(entry.name(), json).image().chunks()) {
        needed.add(new ObjectName("snapshots/acme/chunks/" + chunk));
        String[] parts = chunk.split("\\.", 3);
        if (parts.length == 3) {
          needed.add(new ObjectName("snapshots/acme/chunks/" + parts[2]));
        }
      }
    }
    return needed;
  }

  /** Snapshots that do not hold what was put in. */
  List<SnapshotId> wrong() throws IOException, ObjectStoreException {
    Path target = file.resolveSibling("downloaded");
    List<SnapshotId> wrong = new ArrayList<>();
    Snapshots reader = snapshotters.getFirst().snapshots;
    for (SnapshotId id : reader.ids(ACME)) {
      reader.download(reader.read(ACME, id).orElseThrow(), target, ProgressListener.NONE);
      if (!Arrays.equals(Files.readAllBytes(target), contents.get(id))) {
        wrong.add(id);
      }
    }
    return wrong;
  }

  /** Days pass in which nothing happens but looks for garbage. */
  void settle() throws ObjectStoreException {
    objects.setFaults(InMemoryObjectStore.Faults.NONE);
    for (int look = 0; look < 4; look++) {
      clock.advance(Duration.ofDays(1));
      collected += snapshotters.getFirst().collect();
    }
  }

  private final class Snapshotter {
    private final Snapshots snapshots;
    private final SnapshotGarbage garbage;

    Snapshotter(int minutesAhead) {
      var ahead = clock.ahead(Duration.ofMinutes(minutesAhead));
      this.snapshots = new Snapshots(objects, ahead, new Cut(CHUNK_BYTES, 1));
      this.garbage = new SnapshotGarbage(objects, ahead);
    }

    void snapshot() throws IOException, ObjectStoreException {
      change();
      long at = ++n;
      byte[] content = state.clone();
      Path copy = Files.write(file.resolveSibling("state-" + at), content);
      contents.put(new SnapshotId(at), content); // Published perhaps, though the answer is lost.
      try {
        ImageRef image = SnapshotFiles.publish(snapshots, ACME, at, copy).image();
        published++;
        patches +=
            (int)
                image.chunks().stream().map(ChunkNames::baseOf).filter(Optional::isPresent).count();
      } finally {
        Files.delete(copy);
      }
    }

    int collect() throws ObjectStoreException {
      Instant now = clock.instant();
      return garbage.remove(
          ACME, now.minus(Duration.ofDays(1)), now, now.minus(Duration.ofDays(1)));
    }
  }
}
