package io.entdb.backup;

import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.PinnedFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/**
 * One upload of one file. Holds a few chunks and the names of all in memory. A chunk that is there
 * is used again when a checkpoint or snapshot names it or when it is young; nobody collects those.
 * Any other is uploaded under a name of its own, as a patch where that is much smaller.
 */
final class ImageUploader {
  private static final System.Logger LOG = System.getLogger(ImageUploader.class.getName());

  /**
   * A patch takes at most such a part of what its base takes. It grows with every image that is
   * made of the same base; this keeps the sum of a series low, be it a hundredth or a third of the
   * file that changes each time.
   */
  private static final int PATCH_PART_MAX = 3;

  private final ObjectStore objects;
  private final InstantSource clock;
  private final Cut cut;
  private final ChunkFolder folder;
  private final Known known;
  private final Map<String, String> nameBySha256 = new HashMap<>();

  /**
   * How files are cut and sent.
   *
   * @param chunkBytes size of every chunk but the last
   * @param atATime chunks that are sent at a time; each holds itself, its base, and both packed
   */
  record Cut(int chunkBytes, int atATime) {
    static final Cut DEFAULT = new Cut(Chunks.CHUNK_BYTES, 4);
  }

  /** An upload that has not begun. */
  ImageUploader(
      ObjectStore objects, InstantSource clock, Cut cut, ChunkFolder folder, Known known) {
    this.objects = objects;
    this.clock = clock;
    this.cut = cut;
    this.folder = folder;
    this.known = known;
  }

  ImageRef upload(PinnedFile file) throws IOException, ObjectStoreException {
    List<String> hashes = new ArrayList<>();
    try {
      forEachChunk(file, (index, bytes, length) -> hashes.add(Sha256.hex(bytes, length)));
      findPresent();
      uploadMissing(file, hashes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while uploading an image to " + folder.prefix(), e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ObjectStoreException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
    List<String> chunks = hashes.stream().map(nameBySha256::get).toList();
    return new ImageRef(
        file.state().n(), file.state().digest(), file.bytes(), cut.chunkBytes(), chunks);
  }

  // What is there.

  private void findPresent() throws ObjectStoreException {
    Instant oldest = clock.instant().minus(Checkpoints.CHUNK_REUSE_AGE_MAX);
    String prefix = folder.prefix();
    Set<String> young = new HashSet<>();
    Set<String> named = new HashSet<>();
    objects.forEach(
        prefix,
        "",
        (ObjectEntry entry) -> {
          String chunk = entry.name().value().substring(prefix.length());
          if (known.named().contains(chunk)) {
            named.add(chunk);
          } else if (entry.modified().isAfter(oldest)) {
            young.add(chunk);
          }
        });
    Set<String> present = new HashSet<>(young);
    present.addAll(named);
    // A whole one before a patch, because it needs no other object.
    use(named, chunk -> ChunkNames.baseOf(chunk).isEmpty());
    use(named, chunk -> ChunkNames.baseOf(chunk).filter(present::contains).isPresent());
    use(young, chunk -> ChunkNames.baseOf(chunk).map(present::contains).orElse(true));
  }

  private void use(Set<String> chunks, Predicate<String> which) {
    chunks.stream()
        .filter(which)
        .forEach(chunk -> nameBySha256.putIfAbsent(ChunkNames.sha256Of(chunk), chunk));
  }

  // Sending.

  private record Named(String sha256, String name) {}

  private void uploadMissing(PinnedFile file, List<String> hashes)
      throws IOException, ObjectStoreException, ExecutionException, InterruptedException {
    Set<String> started = new HashSet<>(nameBySha256.keySet());
    int[] chunks = {0};
    try (var uploads =
        new FewAtATime<Named>(
            cut.atATime(), done -> nameBySha256.put(done.sha256(), done.name()))) {
      forEachChunk(
          file,
          (index, bytes, length) -> {
            String sha256 = Sha256.hex(bytes, length);
            if (index >= hashes.size() || !hashes.get(index).equals(sha256)) {
              throw new IOException(
                  "chunk %d of %s did not read the same twice".formatted(index, file.path()));
            }
            if (started.add(sha256)) {
              byte[] chunk = Arrays.copyOf(bytes, length);
              uploads.start(() -> new Named(sha256, put(index, sha256, chunk)));
            }
            chunks[0]++;
          });
      uploads.awaitAll();
    }
    if (chunks[0] != hashes.size()) {
      throw new IOException(file.path() + " became shorter while it was read");
    }
  }

  /** Uploads a chunk; the name that it has now. */
  private String put(int index, String sha256, byte[] bytes) throws ObjectStoreException {
    Optional<Base> base = base(index);
    if (base.isPresent()) {
      Optional<byte[]> patch =
          Chunks.patch(bytes, base.get().bytes(), base.get().packedBytes() / PATCH_PART_MAX);
      if (patch.isPresent()) {
        String name = ChunkNames.patch(sha256, clock.instant(), base.get().name());
        put(
            name,
            patch.get(),
            (object, there) -> Chunks.unpackPatch(object, there, base.get().bytes(), bytes.length));
        return name;
      }
    }
    String name = ChunkNames.whole(sha256, clock.instant());
    put(name, Chunks.pack(bytes), (object, there) -> Chunks.unpack(object, there, bytes.length));
    return name;
  }

  private void put(String chunk, byte[] packed, Check check) throws ObjectStoreException {
    ObjectName name = folder.chunk(chunk);
    if (!objects.putIfAbsent(name, packed)) {
      // Another process was first, with another version of zstd perhaps: the content decides.
      check.check(
          name,
          objects
              .get(name)
              .orElseThrow(() -> new ObjectCorruptException(name, "it was there and is gone")));
    }
  }

  private interface Check {
    void check(ObjectName name, byte[] packed) throws ObjectCorruptException;
  }

  @SuppressWarnings("ArrayRecordComponent") // Stays inside; never compared.
  private record Base(String name, byte[] bytes, int packedBytes) {}

  /** What a chunk may be a patch of. One that is missing or damaged is done without. */
  private Optional<Base> base(int index) throws ObjectStoreException {
    Optional<String> base = known.base(index);
    if (base.isEmpty()) {
      return Optional.empty();
    }
    ObjectName name = folder.chunk(base.get());
    try {
      Optional<byte[]> packed = objects.get(name);
      if (packed.isPresent()) {
        byte[] bytes = Chunks.unpackBase(name, packed.get(), cut.chunkBytes());
        return Optional.of(new Base(base.get(), bytes, packed.get().length));
      }
      LOG.log(Level.WARNING, "object " + name + " is missing; its successor is uploaded whole");
    } catch (ObjectCorruptException e) {
      LOG.log(Level.WARNING, e.getMessage() + "; its successor is uploaded whole");
    }
    return Optional.empty();
  }

  // Reading.

  private void forEachChunk(PinnedFile file, ChunkVisitor visitor)
      throws IOException, ExecutionException, InterruptedException {
    var buffer = new byte[cut.chunkBytes()];
    long left = file.bytes();
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int index = 0; left > 0; index++) {
        int length = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        if (length == 0) {
          throw new IOException(
              "%s has %d bytes less than the %d it had".formatted(file.path(), left, file.bytes()));
        }
        visitor.visit(index, buffer, length);
        left -= length;
      }
    }
  }

  private interface ChunkVisitor {
    void visit(int index, byte[] bytes, int length)
        throws IOException, ExecutionException, InterruptedException;
  }
}
