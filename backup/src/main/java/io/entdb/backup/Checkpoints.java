package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import io.entdb.store.PinnedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of partitions and images of tenants on S3 (ADR 0006). Callable from any thread; one
 * upload per tenant at a time.
 *
 * <p>Nothing that a checkpoint needs is collected, whoever uploads, publishes and collects at the
 * same time, as long as clocks differ by less than {@link #CLOCK_SKEW_MAX}: chunks are collected
 * when they are older than a day and no protected checkpoint names them; they are used again only
 * when the newest checkpoint names them or when they are younger than 12 hours, and then published
 * within 6; and no chunk gets a name that was used before.
 */
public final class Checkpoints {
  /** How old a chunk is before it may be collected. */
  static final Duration CHUNK_GRACE = Duration.ofHours(24);

  /** How old a chunk may be that an image uses again though no checkpoint names it. */
  static final Duration CHUNK_REUSE_AGE_MAX = Duration.ofHours(12);

  /** How long after its upload an image may be published. */
  static final Duration PUBLISH_WITHIN = Duration.ofHours(6);

  /** How long publishing may take after it was checked that all chunks stay. */
  static final Duration PUBLISH_CHECK_MAX = Duration.ofMinutes(20);

  /** How long the images of a checkpoint stay after it stopped being the newest. */
  static final Duration PROTECTED_AFTER = Duration.ofHours(1);

  /** How far the clocks of processes and of S3 may be apart. */
  static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(20);

  private final ObjectStore objects;
  private final InstantSource clock;
  private final int chunkBytes;
  private final Manifests manifests;
  private final Map<TenantId, Map<String, Instant>> fresh = new ConcurrentHashMap<>();

  public Checkpoints(ObjectStore objects, InstantSource clock) {
    this(objects, clock, Chunks.CHUNK_BYTES);
  }

  /** With chunks of another size, for tests. */
  Checkpoints(ObjectStore objects, InstantSource clock, int chunkBytes) {
    this.objects = objects;
    this.clock = clock;
    this.chunkBytes = chunkBytes;
    this.manifests = new Manifests(objects);
  }

  /**
   * The checkpoint with the highest n.
   *
   * @return empty = none was ever published
   * @throws ObjectCorruptException when it is damaged: an older one is never taken instead
   */
  public Optional<CheckpointManifest> newest(int partition) throws ObjectStoreException {
    return manifests.newest(partition);
  }

  /** The objects of a partition's checkpoints, the highest n first. */
  public List<ObjectEntry> list(int partition) throws ObjectStoreException {
    return manifests.newestFirst(partition);
  }

  /** A checkpoint by its object's name; empty = it was collected. */
  public Optional<CheckpointManifest> read(ObjectName name) throws ObjectStoreException {
    return manifests.read(name);
  }

  /** Partitions that have a checkpoint, in order. */
  public List<Integer> partitions() throws ObjectStoreException {
    return manifests.partitions();
  }

  /**
   * Reads all of a partition's checkpoints and the images of the newest, and answers with what is
   * wrong: one line for each object. Takes one chunk at a time into memory.
   *
   * @throws ObjectStoreUnavailableException when not everything could be read
   */
  public List<String> verify(int partition, ProgressListener listener) throws ObjectStoreException {
    return new CheckpointVerifier(objects, manifests, listener).verify(partition);
  }

  /**
   * Uploads the chunks of a file that are not there yet. The answer must be published within 6
   * hours. Repeat after a failure: what was uploaded is not uploaded again.
   *
   * @param published what the newest checkpoint says of the tenant; its chunks are used again. May
   *     be outdated: publishing looks again
   * @throws IOException when the file can't be read, or did not read the same twice
   */
  public ImageRef upload(TenantId tenant, PinnedFile file, Optional<TenantCheckpoint> published)
      throws IOException, ObjectStoreException {
    if (file.state().position().isEmpty()) {
      throw new IllegalArgumentException("the store of " + tenant + " holds no record to image");
    }
    Set<String> named = new HashSet<>();
    published.ifPresent(checkpoint -> addChunks(checkpoint, named));
    Instant start = clock.instant();
    // One at a time: the cores are for those who serve.
    var cut = new ImageUploader.Cut(chunkBytes, 1);
    ChunkFolder folder = ChunkFolder.ofCheckpoints(tenant);
    ImageRef image =
        new ImageUploader(objects, clock, cut, folder, Known.chunks(named)).upload(file);
    Set<String> unnamed = new HashSet<>(image.chunks());
    unnamed.removeAll(named);
    remember(tenant, unnamed, start);
    return image;
  }

  private void remember(TenantId tenant, Set<String> chunks, Instant assured) {
    Map<String, Instant> still = new HashMap<>();
    fresh
        .getOrDefault(tenant, Map.of())
        .forEach(
            (chunk, before) -> {
              if (before.plus(PUBLISH_WITHIN).isAfter(assured)) {
                still.put(chunk, before);
              }
            });
    chunks.forEach(chunk -> still.put(chunk, assured));
    fresh.put(tenant, Map.copyOf(still));
  }

  /**
   * Downloads an image to a file, which appears whole or not at all. Every chunk and the size are
   * checked. One download to a target at a time.
   *
   * @throws ImageGoneException when it is no longer kept: take the newest checkpoint's; if that
   *     names the same image, the object is lost
   * @throws ObjectCorruptException when a chunk is damaged
   */
  public void download(TenantId tenant, ImageRef image, Path target, ProgressListener listener)
      throws IOException, ImageGoneException, ObjectStoreException {
    new ImageDownloader(objects, ChunkFolder.ofCheckpoints(tenant), image, listener)
        .download(target);
  }

  /**
   * Publishes a checkpoint. Its images are those of this object's uploads of the last 6 hours, or
   * stand in the newest checkpoint. Repeat after {@link ObjectStoreUnavailableException}.
   *
   * @return false: the partition has another checkpoint with this n or one with a higher n
   * @throws ImageGoneException when an image might be collected: upload it again
   */
  public boolean publish(CheckpointManifest manifest)
      throws ImageGoneException, ObjectStoreException {
    Instant start = clock.instant();
    Optional<CheckpointManifest> newest = newest(manifest.partition());
    if (newest.isPresent() && newest.get().n() > manifest.n()) {
      return false;
    }
    Map<TenantId, TenantCheckpoint> published = new HashMap<>();
    newest.ifPresent(
        before -> before.tenants().forEach(tenant -> published.put(tenant.tenant(), tenant)));
    for (TenantCheckpoint tenant : manifest.tenants()) {
      checkChunksStay(tenant, published.get(tenant.tenant()), start);
    }
    byte[] json = CheckpointJson.write(manifest);
    if (Duration.between(start, clock.instant()).compareTo(PUBLISH_CHECK_MAX) > 0) {
      throw new ObjectStoreUnavailableException(
          "the check of the checkpoint at %d:%d took more than %s and no longer counts"
              .formatted(manifest.partition(), manifest.n(), PUBLISH_CHECK_MAX));
    }
    boolean isOurs =
        objects.putIfAbsent(CheckpointNames.manifest(manifest.partition(), manifest.n()), json);
    if (isOurs) {
      manifest.tenants().stream().filter(t -> t.image().isPresent()).forEach(this::forget);
    }
    return isOurs;
  }

  private void checkChunksStay(
      TenantCheckpoint tenant, @Nullable TenantCheckpoint before, Instant now)
      throws ImageGoneException {
    if (tenant.image().isEmpty() || (before != null && before.image().equals(tenant.image()))) {
      return;
    }
    Set<String> named = new HashSet<>();
    if (before != null) {
      addChunks(before, named);
    }
    Map<String, Instant> uploaded = fresh.getOrDefault(tenant.tenant(), Map.of());
    for (String chunk : tenant.image().get().chunks()) {
      Instant assured = uploaded.getOrDefault(chunk, Instant.MIN);
      if (!named.contains(chunk) && now.isAfter(assured.plus(PUBLISH_WITHIN))) {
        throw new ImageGoneException(
            "the image of %s at %d was not uploaded in the last %s, and the newest checkpoint does not name all of it"
                .formatted(tenant.tenant(), tenant.image().get().n(), PUBLISH_WITHIN));
      }
    }
  }

  /** What a checkpoint names needs no other proof that it stays. */
  private void forget(TenantCheckpoint tenant) {
    List<String> chunks = tenant.image().map(ImageRef::chunks).orElse(List.of());
    fresh.computeIfPresent(
        tenant.tenant(),
        (id, uploaded) -> {
          Map<String, Instant> left = new HashMap<>(uploaded);
          left.keySet().removeAll(Set.copyOf(chunks));
          return left.isEmpty() ? null : Map.copyOf(left);
        });
  }

  private static void addChunks(TenantCheckpoint checkpoint, Set<String> chunks) {
    checkpoint.image().ifPresent(image -> chunks.addAll(image.chunks()));
  }

  /**
   * Removes checkpoints of a partition that hold records after n, because those are not part of the
   * history any more (ADR 0017 D9). Nobody may publish any meanwhile.
   *
   * @return how many there were
   */
  public int removeAfter(int partition, long n) throws ObjectStoreException {
    int removed = 0;
    for (ObjectEntry entry : list(partition)) {
      if (CheckpointNames.nOf(entry.name()) > n) {
        objects.delete(entry.name());
        removed++;
      }
    }
    return removed;
  }

  /**
   * Removes checkpoints and chunks that nobody needs any more: checkpoints older than a day that
   * are not protected, and chunks older than a day that no protected one names. Protected are the
   * newest three, and all that were the newest at some time in the last hour. Several may run at
   * once, of any partitions.
   *
   * @return how many objects were removed
   * @throws ObjectCorruptException when a checkpoint is damaged: nothing is removed, because what
   *     it needs is unknown
   */
  public int collectGarbage(int partition) throws ObjectStoreException {
    return new CheckpointGarbage(objects, clock, manifests).collect(partition);
  }
}
