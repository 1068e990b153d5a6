package io.entdb.backup;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** One download of one image: a few chunks at a time, each checked before it is written. */
final class ImageDownloader {
  /** Each holds its chunk in memory, the one that it is a patch of, and both packed. */
  private static final int AT_A_TIME = 4;

  private final ObjectStore objects;
  private final ChunkFolder folder;
  private final ImageRef image;
  private final ProgressListener listener;

  ImageDownloader(
      ObjectStore objects, ChunkFolder folder, ImageRef image, ProgressListener listener) {
    this.objects = objects;
    this.folder = folder;
    this.image = image;
    this.listener = listener;
  }

  void download(Path target) throws IOException, ImageGoneException, ObjectStoreException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel file = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE)) {
        fetchAll(file);
        if (file.size() != image.bytes()) {
          throw new IOException(
              "%s has %d bytes instead of %d".formatted(part, file.size(), image.bytes()));
        }
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void fetchAll(FileChannel file)
      throws IOException, ImageGoneException, ObjectStoreException {
    long[] done = {0};
    try (var fetches =
        new FewAtATime<Integer>(
            AT_A_TIME,
            bytes -> {
              done[0] += bytes;
              listener.progress(done[0], image.bytes());
            })) {
      for (int i = 0; i < image.chunks().size(); i++) {
        int index = i;
        fetches.start(() -> fetch(index, file));
      }
      fetches.awaitAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while downloading an image from " + folder.prefix(), e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ObjectStoreException cause -> throw cause;
        case ImageGoneException cause -> throw cause;
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private int fetch(int index, FileChannel file)
      throws IOException, ImageGoneException, ObjectStoreException {
    int length = Chunks.length(image, index);
    ByteBuffer bytes = ByteBuffer.wrap(read(image.chunks().get(index), length));
    long position = (long) index * image.chunkBytes();
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
    return length;
  }

  private byte[] read(String chunk, int length) throws ImageGoneException, ObjectStoreException {
    ObjectName name = folder.chunk(chunk);
    Optional<String> base = ChunkNames.baseOf(chunk);
    if (base.isEmpty()) {
      return Chunks.unpack(name, get(name), length);
    }
    ObjectName baseName = folder.chunk(base.get());
    byte[] of = Chunks.unpackBase(baseName, get(baseName), image.chunkBytes());
    return Chunks.unpackPatch(name, get(name), of, length);
  }

  private byte[] get(ObjectName name) throws ImageGoneException, ObjectStoreException {
    return objects
        .get(name)
        .orElseThrow(
            () ->
                new ImageGoneException(
                    "object %s of the image at %d is no longer there".formatted(name, image.n())));
  }
}
