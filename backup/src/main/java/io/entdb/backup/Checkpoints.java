package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.PinnedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checkpoints of partitions and images of tenants on S3 (ADR 0006). Callable from any thread; one
 * upload per tenant at a time.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedMethod"})
public final class Checkpoints {
  private final ObjectStore objects;
  private final InstantSource clock;

  public Checkpoints(ObjectStore objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * The checkpoint with the highest n.
   *
   * @return empty = none was ever published
   * @throws ObjectCorruptException when it is damaged: an older one is never taken instead
   */
  public Optional<CheckpointManifest> newest(int partition) throws ObjectStoreException {
    throw new IllegalStateException("not yet " + objects + clock + partition);
  }

  /**
   * Uploads the chunks of a file that are not there yet. The answer must be published within 6
   * hours. Repeat after a failure: what was uploaded is not uploaded again.
   *
   * @throws IOException when the file can't be read, or did not read the same twice
   */
  public ImageRef upload(TenantId tenant, PinnedFile file)
      throws IOException, ObjectStoreException {
    throw new IOException("not yet " + tenant + file);
  }

  /**
   * Downloads an image to a file, which appears whole or not at all. Every chunk and the size are
   * checked.
   *
   * @throws ImageGoneException when it is no longer kept: take the newest checkpoint's
   * @throws ObjectCorruptException when a chunk is damaged
   */
  public void download(TenantId tenant, ImageRef image, Path target, ProgressListener listener)
      throws IOException, ImageGoneException, ObjectStoreException {
    throw new IOException("not yet " + tenant + image + target + listener);
  }

  /**
   * Publishes a checkpoint. Its images are those of this object's uploads of the last 6 hours, or
   * stand in the newest checkpoint.
   *
   * @return false: the partition has another checkpoint with this n, which stays
   * @throws ImageGoneException when an image might be collected: upload it again
   */
  public boolean publish(CheckpointManifest manifest)
      throws ImageGoneException, ObjectStoreException {
    throw new IllegalStateException("not yet " + manifest);
  }

  /**
   * Removes checkpoints and chunks that nobody needs any more. Several may run at once.
   *
   * @return how many objects were removed
   */
  public int collectGarbage(int partition) throws ObjectStoreException {
    throw new IllegalStateException("not yet " + partition);
  }
}
