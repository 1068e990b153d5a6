package io.entdb.backup;

import io.entdb.backup.ImageUploader.Cut;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreReport;
import io.entdb.store.rules.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots on S3 (ADR 0012). Callable from any thread; one upload per tenant at a time. Chunks of
 * an image are those of the snapshot before, whole new ones, or patches of whole ones that the
 * snapshot before needs (ADR 0021).
 */
public final class Snapshots {
  /** How long after the start of its upload an image may be published; see {@link Checkpoints}. */
  private static final Duration PUBLISH_WITHIN = Checkpoints.PUBLISH_WITHIN;

  private final ObjectStore objects;
  private final InstantSource clock;
  private final Cut cut;

  public Snapshots(ObjectStore objects, InstantSource clock) {
    this(objects, clock, Cut.DEFAULT);
  }

  /** With chunks of another size, for tests. */
  Snapshots(ObjectStore objects, InstantSource clock, Cut cut) {
    this.objects = objects;
    this.clock = clock;
    this.cut = cut;
  }

  /** Tenants that have an object under {@code snapshots/}, in order. */
  public List<TenantId> tenants() throws ObjectStoreException {
    var tenants = new ArrayList<TenantId>();
    String after = "";
    while (true) {
      List<ObjectEntry> next = objects.listPage(SnapshotNames.ALL, after, 1);
      if (next.isEmpty()) {
        return tenants;
      }
      String rest = next.getFirst().name().value().substring(SnapshotNames.ALL.length());
      int slash = rest.indexOf('/');
      String tenant = slash < 0 ? rest : rest.substring(0, slash);
      if (slash > 0) {
        tenantOf(tenant).ifPresent(tenants::add);
      }
      after = SnapshotNames.ALL + tenant + (slash < 0 ? "" : "/~");
    }
  }

  private static Optional<TenantId> tenantOf(String folder) {
    try {
      return Optional.of(new TenantId(folder));
    } catch (InvalidException e) {
      return Optional.empty(); // None of ours.
    }
  }

  /** Ids of a tenant's snapshots, oldest first. */
  public List<SnapshotId> ids(TenantId tenant) throws ObjectStoreException {
    var ids = new ArrayList<SnapshotId>();
    objects.forEach(
        SnapshotNames.manifests(tenant),
        "",
        entry -> SnapshotNames.idOf(entry.name()).ifPresent(ids::add));
    return ids;
  }

  /** Whether there is a snapshot with this id; it is not read. */
  public boolean has(TenantId tenant, SnapshotId id) throws ObjectStoreException {
    return objects.head(SnapshotNames.manifest(tenant, id)).isPresent();
  }

  /** A snapshot; empty = there is none with this id. */
  public Optional<SnapshotManifest> read(TenantId tenant, SnapshotId id)
      throws ObjectStoreException {
    ObjectName name = SnapshotNames.manifest(tenant, id);
    Optional<byte[]> bytes = objects.get(name);
    return bytes.isEmpty() ? Optional.empty() : Optional.of(SnapshotJson.read(name, bytes.get()));
  }

  /**
   * A tenant's snapshots, newest first, read one by one when asked for.
   *
   * @throws ObjectCorruptException when one of those read is damaged: none is passed over
   */
  public Optional<SnapshotManifest> newest(TenantId tenant, Choice choice)
      throws ObjectStoreException {
    for (SnapshotId id : ids(tenant).reversed()) {
      Optional<SnapshotManifest> manifest = read(tenant, id);
      if (manifest.isPresent() && choice.fits(manifest.get())) {
        return manifest;
      }
    }
    return Optional.empty();
  }

  /** Which snapshots will do. */
  @FunctionalInterface
  public interface Choice {
    /** Any. */
    Choice ANY = snapshot -> true;

    boolean fits(SnapshotManifest snapshot);
  }

  /**
   * Uploads what is new of a file and publishes it as a snapshot.
   *
   * @param id at or after the file's last record
   * @param report of the file
   * @param previous the tenant's newest snapshot, whose chunks are used again
   * @param compared see {@link SnapshotManifest#compared}
   * @return the snapshot that stands there now: this one, or the same state by somebody else
   * @throws ObjectStoreUnavailableException also when {@code previous} was removed meanwhile
   * @throws ObjectCorruptException when another state stands there under this id
   */
  public SnapshotManifest publish(
      SnapshotId id,
      PinnedFile file,
      StoreReport report,
      Optional<SnapshotManifest> previous,
      int compared)
      throws IOException, ObjectStoreException {
    TenantId tenant = file.state().tenant();
    Instant start = clock.instant();
    Known known =
        previous.map(before -> Known.image(before.image(), cut.chunkBytes())).orElse(Known.NOTHING);
    ChunkFolder folder = ChunkFolder.ofSnapshots(tenant);
    ImageRef image = new ImageUploader(objects, clock, cut, folder, known).upload(file);
    var manifest =
        new SnapshotManifest(
            tenant,
            id,
            file.state().position().orElseThrow().partition(),
            file.state().incarnation(),
            image,
            file.state().tenantTime(),
            file.state().schemaFingerprint(),
            report.counts(),
            compared,
            previous.map(SnapshotManifest::n).orElse(-1L),
            clock.millis(),
            Rules.VERSION_MAX);
    if (Duration.between(start, clock.instant()).compareTo(PUBLISH_WITHIN) > 0) {
      throw new ObjectStoreUnavailableException(
          "the upload of %s of %s took more than %s".formatted(id, tenant, PUBLISH_WITHIN));
    }
    byte[] json = SnapshotJson.write(manifest);
    // What was used again stays as long as it stands there, and a while longer.
    if (previous.isPresent() && !has(tenant, previous.get().id())) {
      throw new ObjectStoreUnavailableException(
          "snapshot %s of %s was removed while %s used its chunks again"
              .formatted(previous.get().id(), tenant, id));
    }
    ObjectName name = SnapshotNames.manifest(tenant, id);
    if (objects.putIfAbsent(name, json)) {
      return manifest;
    }
    SnapshotManifest other =
        read(tenant, id)
            .orElseThrow(() -> new ObjectCorruptException(name, "it was there and is gone"));
    if (other.image().n() != image.n() || !other.image().digest().equals(image.digest())) {
      throw new ObjectCorruptException(
          name,
          "it holds digest %s at %d, but the archive gives %s at %d"
              .formatted(other.image().digest(), other.image().n(), image.digest(), image.n()));
    }
    return other;
  }

  /** Deletes a snapshot's manifest; its chunks are collected later. */
  public void delete(TenantId tenant, SnapshotId id) throws ObjectStoreException {
    objects.delete(SnapshotNames.manifest(tenant, id));
  }

  /**
   * Downloads a snapshot's file, which appears whole or not at all. Every chunk, what it is a patch
   * of, and the size are checked.
   *
   * @throws ObjectCorruptException when a chunk is damaged or missing
   */
  public void download(SnapshotManifest snapshot, Path target, ProgressListener listener)
      throws IOException, ObjectStoreException {
    ChunkFolder folder = ChunkFolder.ofSnapshots(snapshot.tenant());
    try {
      new ImageDownloader(objects, folder, snapshot.image(), listener).download(target);
    } catch (ImageGoneException e) {
      throw new ObjectCorruptException(
          SnapshotNames.manifest(snapshot.tenant(), snapshot.id()),
          String.valueOf(e.getMessage()),
          e);
    }
  }
}
