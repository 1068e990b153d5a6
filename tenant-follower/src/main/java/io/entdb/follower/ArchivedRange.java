package io.entdb.follower;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.archive.EntrySink;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import io.entdb.wal.consumer.WalUnavailableException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The log with its archive before it. Records come from the log itself, which is always complete at
 * its end; from the archive where the log has forgotten them, and where a stretch is so long that
 * looking through everybody's records costs more than fetching the tenant's own.
 */
final class ArchivedRange {
  private static final System.Logger LOG = System.getLogger(ArchivedRange.class.getName());

  /** A second or two of the log; as much as a hundred requests for parts of segments. */
  private static final long LONG_STRETCH = 100_000;

  private final Archive archive;
  private final WalRange log;

  ArchivedRange(Archive archive, WalRange log) {
    this.archive = archive;
    this.log = log;
  }

  <E extends Exception> void read(
      TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E {
    var reading = new Reading<>(tenant, partition, fromN, toN, sink);
    if (toN - fromN >= LONG_STRETCH) {
      try {
        reading.archived(toN);
      } catch (ObjectStoreException | ArchiveMissingException e) {
        LOG.log(Level.DEBUG, "the log is read instead of its archive", e);
      }
    }
    try {
      reading.logged();
    } catch (WalTruncatedException e) {
      if (e.kind() != Kind.FORGOTTEN) {
        throw e;
      }
      reading.archivedInstead(toN, String.valueOf(e.getMessage()));
      reading.logged();
    }
  }

  /** Tenants with records in a stretch that the archive holds, and perhaps more. */
  Set<TenantId> tenants(int partition, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException {
    var tenants = new LinkedHashSet<TenantId>();
    // An earlier life of the log ends where its archive does.
    long throughN =
        toN < log.firstN() ? Math.min(toN, archive.coverage(partition).throughN()) : toN;
    for (String key : archive.keys(partition, fromN, throughN)) {
      try {
        tenants.add(new TenantId(key));
      } catch (InvalidException e) {
        LOG.log(Level.DEBUG, "records of key \"{0}\" are nobody''s", key);
      }
    }
    return tenants;
  }

  /** How far one reading has got, so that nothing is handed over twice. */
  private final class Reading<E extends Exception> implements WalRange.Sink<E> {
    private final TenantId tenant;
    private final int partition;
    private final long toN;
    private final WalRange.Sink<E> sink;
    private long nextN;

    private Reading(TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink) {
      this.tenant = tenant;
      this.partition = partition;
      this.nextN = fromN;
      this.toN = toN;
      this.sink = sink;
    }

    private void logged()
        throws WalTruncatedException, WalUnavailableException, InterruptedException, E {
      if (nextN < log.firstN()) {
        formerLives();
      }
      log.read(partition, nextN, toN, tenant.value()::equals, this);
    }

    /** Of lives of the log that are over there is what the archive has, and no more (ADR 0017). */
    private void formerLives() throws WalTruncatedException, WalUnavailableException, E {
      long lastN = Math.min(toN, log.firstN() - 1);
      archivedInstead(lastN, "the log begins at " + log.firstN());
      nextN = Math.max(nextN, lastN + 1);
    }

    /** Reads as far as the archive reaches. */
    private void archived(long lastN) throws ObjectStoreException, ArchiveMissingException, E {
      Coverage coverage = archive.coverage(partition);
      long throughN = Math.min(lastN, coverage.throughN());
      archive.read(
          partition,
          nextN,
          throughN,
          tenant.value(),
          new EntrySink<E>() {
            @Override
            public void accept(LogEntry entry) throws E {
              Reading.this.accept(entry);
            }

            @Override
            public void passed(long n) {
              Reading.this.passed(n);
            }
          });
    }

    private void archivedInstead(long lastN, String why)
        throws WalTruncatedException, WalUnavailableException, E {
      try {
        archived(lastN);
      } catch (ObjectStoreException e) {
        throw new WalUnavailableException("the archive cannot be read: " + e.getMessage(), e);
      } catch (ArchiveMissingException e) {
        throw new WalTruncatedException(partition, Kind.FORGOTTEN, why + ", and " + e.getMessage());
      }
    }

    @Override
    public void accept(LogEntry entry) throws E {
      nextN = entry.position().n() + 1;
      sink.accept(entry);
    }

    @Override
    public void passed(long n) {
      nextN = Math.max(nextN, n + 1);
      sink.passed(n);
    }
  }
}
