package io.entdb.follower;

import io.entdb.follower.Holding.Task;
import io.entdb.follower.HydrationPlan.Stretch;
import io.entdb.model.record.LogEntry;
import io.entdb.store.ImageSource;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.TenantStore;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Applies stretches of the log to stores. */
final class CatchUp {
  private final TenantSources sources;
  private final OpenStores stores;

  CatchUp(TenantSources sources, OpenStores stores) {
    this.sources = sources;
    this.stores = stores;
  }

  /** Brings a store in place to where its queue begins; false: nobody wants that any more. */
  boolean untilLive(Holding holding)
      throws StoreException,
          RecordFaultException,
          WalTruncatedException,
          WalUnavailableException,
          InterruptedException {
    while (true) {
      Optional<Task> found = holding.task();
      if (found.isEmpty() || !found.get().inPlace() || found.get().damaged()) {
        return false;
      }
      Task task = found.get();
      try (OpenStores.Use use = stores.use(holding.slot)) {
        holding.state = use.store().state();
        if (task.completeN() < task.toN()) {
          var stretch = new Stretch(task.completeN() + 1, task.toN());
          read(holding, stretch, use.store(), holding::reached);
          holding.reached(task.toN());
        }
      }
      if (holding.goLive(task.toN())) {
        return true;
      }
    }
  }

  /**
   * Applies a stretch of the log to a store.
   *
   * @param reached told through which n the store is complete, from time to time
   */
  void read(Holding holding, Stretch stretch, TenantStore store, LongConsumer reached)
      throws StoreException,
          RecordFaultException,
          WalTruncatedException,
          WalUnavailableException,
          InterruptedException {
    Path image = holding.partition.folder().image(holding.tenant);
    ImageSource images =
        named -> {
          sources.image(named, image);
          return image;
        };
    var sink = new Applying(holding, stretch, store, images, reached);
    try {
      sources.records(
          holding.tenant, holding.partition.number, stretch.fromN(), stretch.toN(), sink);
      sink.flush();
    } catch (NotApplied e) {
      e.rethrow();
    } finally {
      TenantStore.discard(image);
    }
  }

  /** What a sink of the log can throw: either of the store's exceptions. */
  private static final class NotApplied extends Exception {
    private static final long serialVersionUID = 1L;

    private NotApplied(Exception cause) {
      super(cause);
    }

    private void rethrow() throws StoreException, RecordFaultException {
      switch (getCause()) {
        case StoreException e -> throw e;
        case RecordFaultException e -> throw e;
        case null, default -> throw new IllegalStateException(this);
      }
    }
  }

  /** Collects records into batches and applies those. */
  private static final class Applying implements WalRange.Sink<NotApplied> {
    private final Holding holding;
    private final Stretch stretch;
    private final TenantStore store;
    private final ImageSource images;
    private final LongConsumer reached;
    private final QueueLimits limits;
    private final List<LogEntry> batch = new ArrayList<>();
    private long batchBytes;

    private Applying(
        Holding holding,
        Stretch stretch,
        TenantStore store,
        ImageSource images,
        LongConsumer reached) {
      this.holding = holding;
      this.stretch = stretch;
      this.store = store;
      this.images = images;
      this.reached = reached;
      this.limits = holding.partition.limits;
    }

    @Override
    public void accept(LogEntry entry) throws NotApplied {
      batch.add(entry);
      batchBytes += entry.value().length;
      if (batch.size() == limits.batchRecordsMax() || batchBytes > limits.batchBytesMax()) {
        flush();
      }
    }

    private void flush() throws NotApplied {
      if (batch.isEmpty()) {
        return;
      }
      try {
        store.apply(batch, images);
        if (holding.slot.isAllowed()) { // While it is being built, nobody can read that state.
          holding.state = store.state();
        }
        holding.addApplied(batch);
        reached.accept(batch.getLast().position().n());
      } catch (StoreException | RecordFaultException e) {
        throw new NotApplied(e);
      }
      batch.clear();
      batchBytes = 0;
    }

    @Override
    public void passed(long n) {
      double share = (double) (n - stretch.fromN() + 1) / (stretch.toN() - stretch.fromN() + 1);
      holding.progress = (1 + share) / 2;
    }
  }
}
