package io.entdb.backup;

import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.PinnedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One upload of one file. Holds one chunk and the names of all in memory. A chunk that is there is
 * used again when a checkpoint names it or when it is young; nobody collects those. Any other is
 * uploaded under a name of its own.
 */
final class ImageUploader {
  private final ObjectStore objects;
  private final InstantSource clock;
  private final int chunkBytes;
  private final ChunkFolder folder;
  private final Set<String> named;
  private final Map<String, String> nameBySha256 = new HashMap<>();
  private final List<String> fresh = new ArrayList<>();

  /**
   * An upload that has not begun.
   *
   * @param named chunks that the newest checkpoint or snapshot of the tenant names
   */
  ImageUploader(
      ObjectStore objects,
      InstantSource clock,
      int chunkBytes,
      ChunkFolder folder,
      Set<String> named) {
    this.objects = objects;
    this.clock = clock;
    this.chunkBytes = chunkBytes;
    this.folder = folder;
    this.named = named;
  }

  /** Chunks of the image that no checkpoint names yet; valid after {@link #upload}. */
  List<String> fresh() {
    return List.copyOf(fresh);
  }

  ImageRef upload(PinnedFile file) throws IOException, ObjectStoreException {
    List<String> hashes = new ArrayList<>();
    forEachChunk(file, (index, bytes, length) -> hashes.add(Sha256.hex(bytes, length)));
    findPresent();
    List<String> chunks = new ArrayList<>();
    forEachChunk(
        file,
        (index, bytes, length) -> {
          String sha256 = Sha256.hex(bytes, length);
          if (index >= hashes.size() || !hashes.get(index).equals(sha256)) {
            throw new IOException(
                "chunk %d of %s did not read the same twice".formatted(index, file.path()));
          }
          chunks.add(nameOf(sha256, bytes, length));
        });
    if (chunks.size() != hashes.size()) {
      throw new IOException(file.path() + " became shorter while it was read");
    }
    return new ImageRef(file.state().n(), file.state().digest(), file.bytes(), chunkBytes, chunks);
  }

  private void findPresent() throws ObjectStoreException {
    Instant oldest = clock.instant().minus(Checkpoints.CHUNK_REUSE_AGE_MAX);
    String prefix = folder.prefix();
    objects.forEach(
        prefix,
        "",
        (ObjectEntry entry) -> {
          String chunk = entry.name().value().substring(prefix.length());
          if (named.contains(chunk)) {
            nameBySha256.put(CheckpointNames.sha256Of(chunk), chunk);
          } else if (entry.modified().isAfter(oldest)) {
            nameBySha256.putIfAbsent(CheckpointNames.sha256Of(chunk), chunk);
          }
        });
  }

  private String nameOf(String sha256, byte[] bytes, int length) throws ObjectStoreException {
    String name = nameBySha256.get(sha256);
    if (name == null) {
      name = CheckpointNames.newChunk(sha256, clock.instant());
      put(name, bytes, length);
      nameBySha256.put(sha256, name);
    }
    if (!named.contains(name)) {
      fresh.add(name);
    }
    return name;
  }

  private void put(String chunk, byte[] bytes, int length) throws ObjectStoreException {
    ObjectName name = folder.chunk(chunk);
    if (!objects.putIfAbsent(name, Chunks.pack(bytes, length))) {
      // Another process was first, with another version of zstd perhaps: the content decides.
      byte[] packed =
          objects
              .get(name)
              .orElseThrow(() -> new ObjectCorruptException(name, "it was there and is gone"));
      Chunks.unpack(name, packed, length);
    }
  }

  private void forEachChunk(PinnedFile file, ChunkVisitor visitor)
      throws IOException, ObjectStoreException {
    var buffer = new byte[chunkBytes];
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
    void visit(int index, byte[] bytes, int length) throws IOException, ObjectStoreException;
  }
}
