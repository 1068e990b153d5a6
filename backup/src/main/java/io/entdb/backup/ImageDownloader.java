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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One download of one image: a few chunks at a time, each checked before it is written. */
final class ImageDownloader {
  /** Hides the latency of single requests; each holds two chunks in memory. */
  private static final int PARALLEL = 4;

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
    int count = image.chunks().size();
    long done = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var fetches = new ExecutorCompletionService<Integer>(threads);
      int started = 0;
      int ended = 0;
      while (ended < count) {
        while (started < count && started - ended < PARALLEL) {
          fetches.submit(fetch(started++, file));
        }
        done += await(fetches.take(), threads);
        ended++;
        listener.progress(done, image.bytes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while downloading an image from " + folder.prefix(), e);
    }
  }

  private Callable<Integer> fetch(int index, FileChannel file) {
    return () -> {
      String chunk = image.chunks().get(index);
      ObjectName name = folder.chunk(chunk);
      Optional<byte[]> packed = objects.get(name);
      if (packed.isEmpty()) {
        throw new ImageGoneException(
            "object %s of the image at %d is no longer there".formatted(name, image.n()));
      }
      int length = Chunks.length(image, index);
      ByteBuffer bytes = ByteBuffer.wrap(Chunks.unpack(name, packed.get(), length));
      long position = (long) index * image.chunkBytes();
      while (bytes.hasRemaining()) {
        position += file.write(bytes, position);
      }
      return length;
    };
  }

  private static int await(Future<Integer> fetch, ExecutorService threads)
      throws InterruptedException, IOException, ImageGoneException, ObjectStoreException {
    try {
      return fetch.get();
    } catch (ExecutionException e) {
      threads.shutdownNow();
      switch (e.getCause()) {
        case ObjectStoreException cause -> throw cause;
        case ImageGoneException cause -> throw cause;
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
