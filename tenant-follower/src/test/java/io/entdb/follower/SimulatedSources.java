package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RebaseImage;
import io.entdb.wal.consumer.InMemoryWal;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Checkpoints made of calm runs' images, and the log in memory with its archive; each fails now and
 * then.
 */
final class SimulatedSources implements TenantSources {
  private final InMemoryWal wal;

  /** All that the log ever had. */
  private final InMemoryWal archive;

  private final RandomGenerator random;
  private final Map<Integer, Manifest> newest = new HashMap<>();
  private boolean failing = true;

  SimulatedSources(InMemoryWal wal, InMemoryWal archive, RandomGenerator random) {
    this.wal = wal;
    this.archive = archive;
    this.random = random;
  }

  /** Ends all failures, so that a run can come to its end. */
  void behave() {
    failing = false;
  }

  /** Publishes a checkpoint of a partition at n. */
  void checkpoint(int partition, long n, Map<TenantId, CalmRun> tenants) {
    Manifest before = newest.get(partition);
    if (before != null && before.n() >= n) {
      return;
    }
    var marks = new HashMap<TenantId, Mark>();
    tenants.forEach(
        (tenant, calm) -> {
          if (calm.lastAt(n) >= 0) {
            Optional<Image> image = calm.imageAt(n, random).map(this::imageOf);
            marks.put(tenant, new Mark(image, calm.lastAt(n), OptionalLong.empty()));
          }
        });
    newest.put(partition, new Manifest(n, marks));
  }

  private Image imageOf(CalmRun.Image calm) {
    boolean damaged = failing && random.nextInt(12) == 0;
    return new Image() {
      @Override
      public long n() {
        return calm.n();
      }

      @Override
      public long bytes() {
        return 1;
      }

      @Override
      public String digest() {
        return damaged ? "0".repeat(64) : calm.digest();
      }

      @Override
      public void download(Path file, LongConsumer bytesDone)
          throws SourceException, GoneException {
        failSometimes();
        if (failing && random.nextInt(12) == 0) {
          throw new GoneException("on purpose", new IOException("on purpose"));
        }
        try {
          Files.copy(calm.file(), file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          throw new SourceException("copying failed", e);
        }
      }
    };
  }

  private void failSometimes() throws SourceException {
    if (failing && random.nextInt(6) == 0) {
      throw new SourceException("on purpose", new IOException("on purpose"));
    }
  }

  @Override
  public Optional<Manifest> newest(int partition) throws SourceException {
    failSometimes();
    return Optional.ofNullable(newest.get(partition));
  }

  @Override
  public <E extends Exception> void records(
      TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, E {
    if (failing && random.nextInt(8) == 0) {
      archive.read(partition, fromN, fromN + (toN - fromN) / 2, tenant.value()::equals, sink);
      throw new WalUnavailableException("on purpose", new IOException("on purpose"));
    }
    try {
      wal.read(partition, fromN, toN, tenant.value()::equals, sink);
    } catch (WalTruncatedException e) {
      archive.read(partition, fromN, toN, tenant.value()::equals, sink);
    }
  }

  @Override
  public void image(RebaseImage image, Path file) {
    throw new IllegalStateException("no record of the simulation names an image");
  }

  @Override
  public Set<TenantId> tenants(int partition, long fromN, long toN) throws SourceException {
    failSometimes();
    var tenants = new HashSet<TenantId>();
    for (LogEntry entry : archive.entries(partition)) {
      if (entry.position().n() >= fromN && entry.position().n() <= toN) {
        tenants.add(new TenantId(entry.key()));
      }
    }
    return tenants;
  }
}
