package io.entdb.backup.restore;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.EntrySink;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.ImageSource;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import io.entdb.store.TenantStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Applies a tenant's archived records to a store, up to a position and a time. */
final class Replay {
  private static final int BATCH_RECORDS_MAX = 512;
  private static final long BATCH_BYTES_MAX = 4 * 1024 * 1024;

  private final TenantStore store;
  private final ImageSource images;
  private final NavigableMap<Long, String> digests;
  private final long timeMsMax;
  private final RestoreListener listener;
  private final List<LogEntry> batch = new ArrayList<>();
  private long batchBytes;
  private long timeMs;
  private long records;
  private int compared;

  /**
   * A replay that has not begun.
   *
   * @param images those that records name
   * @param digests what the store must have, by the record after which
   * @param timeMsMax records of a later tenant time are left out, with all after them
   */
  Replay(
      TenantStore store,
      ImageSource images,
      NavigableMap<Long, String> digests,
      long timeMsMax,
      RestoreListener listener) {
    this.store = store;
    this.images = images;
    this.digests = digests;
    this.timeMsMax = timeMsMax;
    this.listener = listener;
    this.timeMs = store.state().tenantTime();
  }

  long records() {
    return records;
  }

  int compared() {
    return compared;
  }

  /**
   * Applies the records from one n through another.
   *
   * @throws DigestDivergedException when the state is not the one that a checkpoint has published
   */
  void run(Archive archive, int partition, long fromN, long toN)
      throws ObjectStoreException,
          ArchiveMissingException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException {
    try {
      compare(); // The base itself may stand where a checkpoint does.
      archive.read(
          partition,
          fromN,
          toN,
          store.state().tenant().value(),
          new EntrySink<Stop>() {
            @Override
            public void accept(LogEntry entry) throws Stop {
              take(entry);
            }

            @Override
            public void passed(long n) {
              listener.replayed(n, toN);
            }
          });
      flush();
    } catch (Stop stop) {
      stop.rethrow();
    }
  }

  private void take(LogEntry entry) throws Stop {
    timeMs = Math.max(timeMs, entry.brokerTime());
    if (timeMs > timeMsMax) {
      flush();
      throw new Stop();
    }
    batch.add(entry);
    batchBytes += entry.value().length;
    if (batch.size() == BATCH_RECORDS_MAX
        || batchBytes > BATCH_BYTES_MAX
        || digests.containsKey(entry.position().n())) {
      flush();
    }
  }

  private void flush() throws Stop {
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.apply(batch, images);
      records += batch.size();
      compare();
    } catch (RecordFaultException e) {
      throw new Stop(
          new RestoreRefusedException(
              "this binary cannot carry out %s; the state before it can be restored with that position less one"
                  .formatted(e.getMessage()),
              e));
    } catch (StoreException e) {
      throw new Stop(e);
    }
    batch.clear();
    batchBytes = 0;
  }

  private void compare() throws Stop {
    StoreState state = store.state();
    String expected = digests.get(state.n());
    if (expected != null) {
      if (!expected.equals(state.digest())) {
        throw new Stop(
            new DigestDivergedException(
                "tenant %s at %d: the archive gives digest %s, but a checkpoint says %s"
                    .formatted(state.tenant(), state.n(), state.digest(), expected)));
      }
      compared++;
    }
  }

  /** Ends the reading: with a reason, or because the rest is not wanted. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private Stop() {}

    private Stop(Exception why) {
      super(why);
    }

    private void rethrow() throws StoreException, RestoreRefusedException, DigestDivergedException {
      switch (getCause()) {
        case null -> {}
        case StoreException e -> throw e;
        case RestoreRefusedException e -> throw e;
        case DigestDivergedException e -> throw e;
        default -> throw new IllegalStateException(this);
      }
    }
  }
}
