package io.entdb.backup;

import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Reads manifests. The newest one of each partition is remembered, since objects never change. */
final class Manifests {
  /** How often the newest may be collected between being listed and being read. */
  private static final int ATTEMPTS = 3;

  private final ObjectStore objects;
  private final Map<Integer, CheckpointManifest> newest = new ConcurrentHashMap<>();

  Manifests(ObjectStore objects) {
    this.objects = objects;
  }

  /** Partitions that have a manifest. */
  List<Integer> partitions() throws ObjectStoreException {
    var partitions = new TreeSet<Integer>();
    objects.forEach(
        CheckpointNames.ALL_MANIFESTS,
        "",
        entry -> partitions.add(CheckpointNames.partitionOf(entry.name())));
    return new ArrayList<>(partitions);
  }

  /** A partition's manifests, the highest n first. */
  List<ObjectEntry> newestFirst(int partition) throws ObjectStoreException {
    return objects.newestFirst(CheckpointNames.manifests(partition));
  }

  Optional<CheckpointManifest> newest(int partition) throws ObjectStoreException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      List<ObjectEntry> entries = newestFirst(partition);
      if (entries.isEmpty()) {
        return Optional.empty();
      }
      ObjectName name = entries.getFirst().name();
      CheckpointManifest known = newest.get(partition);
      if (known != null && CheckpointNames.nOf(name) == known.n()) {
        return Optional.of(known);
      }
      Optional<CheckpointManifest> read = read(name);
      if (read.isPresent()) {
        newest.put(partition, read.get());
        return read;
      }
    }
    throw new ObjectStoreUnavailableException(
        "checkpoints of partition " + partition + " are listed, but gone when they are read");
  }

  /** The manifest of a name; empty = there is none. */
  Optional<CheckpointManifest> read(ObjectName name) throws ObjectStoreException {
    Optional<byte[]> bytes = objects.get(name);
    return bytes.isEmpty() ? Optional.empty() : Optional.of(CheckpointJson.read(name, bytes.get()));
  }
}
