package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads every object that a tenant's snapshots are made of, once each: a chunk, and after it the
 * patches of it, with two chunks in memory at a time.
 */
public final class SnapshotVerifier {
  private final ObjectStore objects;
  private final Snapshots snapshots;
  private final TenantId tenant;
  private final ChunkFolder folder;
  private final ProgressListener listener;
  private final List<String> wrong = new ArrayList<>();
  private final Set<SnapshotId> unsound = new HashSet<>();
  private final Map<String, Whole> wholes = new LinkedHashMap<>();
  private final Set<String> patches = new HashSet<>();
  private long bytes;

  private SnapshotVerifier(
      ObjectStore objects, Snapshots snapshots, TenantId tenant, ProgressListener listener) {
    this.objects = objects;
    this.snapshots = snapshots;
    this.tenant = tenant;
    this.folder = ChunkFolder.ofSnapshots(tenant);
    this.listener = listener;
  }

  /**
   * What was found.
   *
   * @param wrong one line for each object that is damaged or missing; each names it
   * @param sound snapshots in which nothing wrong was found that an older one does not have, too
   * @param chunks objects with parts of files; snapshots share them
   * @param bytes of these, as stored
   */
  public record Report(TenantId tenant, List<String> wrong, int sound, int chunks, long bytes) {
    public Report {
      wrong = List.copyOf(wrong);
    }

    public boolean isSound() {
      return wrong.isEmpty();
    }
  }

  /**
   * An object with a chunk or a patch.
   *
   * @param oldest the oldest snapshot that needs it
   * @param length of the chunk; of one that is only there for its patches, the most
   */
  private record Part(ObjectName name, SnapshotId oldest, int length) {}

  private record Whole(Part part, List<Part> patches) {}

  /**
   * Verifies all snapshots of a tenant.
   *
   * @throws ObjectStoreUnavailableException when not everything could be read
   */
  public static Report verify(
      ObjectStore objects, Snapshots snapshots, TenantId tenant, ProgressListener listener)
      throws ObjectStoreException {
    return new SnapshotVerifier(objects, snapshots, tenant, listener).verify();
  }

  private Report verify() throws ObjectStoreException {
    int found = 0;
    for (SnapshotId id : snapshots.ids(tenant)) {
      try {
        Optional<SnapshotManifest> manifest = snapshots.read(tenant, id);
        manifest.ifPresent(this::collect); // Otherwise retention has taken it meanwhile.
      } catch (ObjectCorruptException e) {
        isWrong(id, String.valueOf(e.getMessage()));
      }
      found++;
    }
    int total = wholes.size() + patches.size();
    int done = 0;
    for (Whole whole : wholes.values()) {
      verify(whole);
      done += 1 + whole.patches().size();
      listener.progress(done, total);
    }
    return new Report(tenant, wrong, found - unsound.size(), total, bytes);
  }

  private void collect(SnapshotManifest manifest) {
    ImageRef image = manifest.image();
    for (int index = 0; index < image.chunks().size(); index++) {
      String chunk = image.chunks().get(index);
      int length = Chunks.length(image, index);
      Optional<String> base = ChunkNames.baseOf(chunk);
      if (base.isEmpty()) {
        whole(chunk, manifest, length);
      } else if (patches.add(chunk)) {
        whole(base.get(), manifest, image.chunkBytes())
            .patches()
            .add(new Part(folder.chunk(chunk), manifest.id(), length));
      }
    }
  }

  private Whole whole(String chunk, SnapshotManifest manifest, int length) {
    return wholes.computeIfAbsent(
        chunk,
        name -> new Whole(new Part(folder.chunk(name), manifest.id(), length), new ArrayList<>()));
  }

  private void verify(Whole whole) throws ObjectStoreException {
    Part part = whole.part();
    Optional<byte[]> chunk =
        read(part, packed -> Chunks.unpackBase(part.name(), packed, part.length()));
    if (chunk.isPresent()) { // Otherwise patches of it give nothing, and that was said.
      for (Part patch : whole.patches()) {
        read(
            patch, packed -> Chunks.unpackPatch(patch.name(), packed, chunk.get(), patch.length()));
      }
    }
  }

  private interface Unpacking {
    byte[] unpack(byte[] packed) throws ObjectCorruptException;
  }

  /** What an object holds; empty = it is missing or damaged. */
  private Optional<byte[]> read(Part part, Unpacking unpacking) throws ObjectStoreException {
    try {
      Optional<byte[]> packed = objects.get(part.name());
      if (packed.isPresent()) {
        bytes += packed.get().length;
        return Optional.of(unpacking.unpack(packed.get()));
      }
      if (snapshots.has(tenant, part.oldest())) {
        isWrong(
            part.oldest(),
            "object %s is missing, which snapshot %s needs".formatted(part.name(), part.oldest()));
      }
    } catch (ObjectCorruptException e) {
      isWrong(part.oldest(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private void isWrong(SnapshotId snapshot, String what) {
    wrong.add(what);
    unsound.add(snapshot);
  }
}
