package io.entdb.follower;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.ImageGoneException;
import io.entdb.backup.ImageRef;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageUnavailableException;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/** Sources as services have them: checkpoints on S3, and records in Kafka and the archive. */
public final class CheckpointSources implements TenantSources {
  private final Checkpoints checkpoints;
  private final ArchivedRange range;
  private final RebaseImages images;

  public CheckpointSources(
      Checkpoints checkpoints, Archive archive, RebaseImages images, WalRange log) {
    this.checkpoints = checkpoints;
    this.images = images;
    this.range = new ArchivedRange(archive, log);
  }

  @Override
  public Optional<Manifest> newest(int partition) throws SourceException {
    try {
      return checkpoints.newest(partition).map(this::manifest);
    } catch (ObjectStoreException e) {
      throw new SourceException("no checkpoint of partition " + partition + " can be read", e);
    }
  }

  private Manifest manifest(CheckpointManifest manifest) {
    var marks = new HashMap<TenantId, Mark>();
    for (TenantCheckpoint tenant : manifest.tenants()) {
      Optional<Image> image =
          tenant.image().map(ref -> new CheckpointImage(checkpoints, tenant.tenant(), ref));
      OptionalLong parkedN =
          tenant.parked().map(at -> OptionalLong.of(at.n())).orElse(OptionalLong.empty());
      marks.put(tenant.tenant(), new Mark(image, tenant.lastRecordN(), parkedN));
    }
    return new Manifest(manifest.n(), marks);
  }

  @Override
  public <E extends Exception> void records(
      TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E {
    range.read(tenant, partition, fromN, toN, sink);
  }

  @Override
  public Set<TenantId> tenants(int partition, long fromN, long toN) throws SourceException {
    try {
      return range.tenants(partition, fromN, toN);
    } catch (ObjectStoreException | ArchiveMissingException e) {
      throw new SourceException(
          "nobody can tell which tenants have records from %d to %d of partition %d"
              .formatted(fromN, toN, partition),
          e);
    }
  }

  @Override
  public void image(RebaseImage image, Path file)
      throws ImageUnavailableException, ImageDamagedException {
    images.fetch(image, file);
  }

  /** An image on S3. */
  private record CheckpointImage(Checkpoints checkpoints, TenantId tenant, ImageRef ref)
      implements Image {
    @Override
    public long n() {
      return ref.n();
    }

    @Override
    public long bytes() {
      return ref.bytes();
    }

    @Override
    public String digest() {
      return ref.digest();
    }

    @Override
    public void download(Path file, LongConsumer bytesDone) throws SourceException, GoneException {
      try {
        checkpoints.download(tenant, ref, file, (done, of) -> bytesDone.accept(done));
      } catch (ImageGoneException | ObjectCorruptException e) {
        throw new GoneException(String.valueOf(e.getMessage()), e);
      } catch (IOException | ObjectStoreException e) {
        throw new SourceException("the image of " + tenant + " cannot be downloaded", e);
      }
    }
  }
}
