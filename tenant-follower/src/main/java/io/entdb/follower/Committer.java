package io.entdb.follower;

import io.entdb.model.record.LogEntry;
import io.entdb.store.ImageUnavailableException;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import java.time.Duration;
import java.util.List;

/** What the lanes do: commit what waits for a tenant, a batch at a time. */
final class Committer {
  private final List<Lane> lanes;
  private final OpenStores stores;
  private final Troubles troubles;
  private final FollowerListener listener;
  private final Aftermath aftermath;

  /** Told after each batch. */
  interface Aftermath {
    void committed(Holding holding);
  }

  Committer(
      List<Lane> lanes,
      OpenStores stores,
      Troubles troubles,
      FollowerParts parts,
      Aftermath aftermath) {
    this.lanes = List.copyOf(lanes);
    this.stores = stores;
    this.troubles = troubles;
    this.listener = parts.listener();
    this.aftermath = aftermath;
  }

  /** Has a piece of work done that nothing else of the tenant's lane overlaps with. */
  void inLane(Holding holding, Runnable piece) {
    lanes.get(Math.floorMod(holding.tenant.hashCode(), lanes.size())).submit(piece);
  }

  /** Has a tenant's queue committed. */
  void wake(Holding holding) {
    inLane(holding, () -> commitBatch(holding));
  }

  private void commitBatch(Holding holding) {
    List<LogEntry> batch = holding.takeBatch();
    if (batch.isEmpty()) {
      return;
    }
    try {
      apply(holding, batch);
      if (holding.committed(batch.getLast().position().n())) {
        wake(holding); // Behind the other tenants of this lane: a busy one must not starve them.
      }
    } catch (RecordFaultException e) {
      troubles.park(holding, e);
    } catch (ImageUnavailableException e) {
      holding.notCommitted();
      holding.setAside(); // A lane fetches no images: others wait behind it.
    } catch (StoreBusyException e) {
      holding.notCommitted(); // A reader found the store faulty; it is being built again.
    } catch (StoreException | RuntimeException e) {
      troubles.storeFault(holding, e);
    }
    holding.wakeAll();
    aftermath.committed(holding);
  }

  private void apply(Holding holding, List<LogEntry> batch)
      throws StoreException, RecordFaultException {
    long startNanos = System.nanoTime();
    try (OpenStores.Use use = stores.use(holding.slot)) {
      try {
        use.store().apply(batch);
      } finally {
        holding.state = use.store().state(); // While nobody can discard the store.
      }
    }
    holding.addApplied(batch);
    listener.committed(
        holding.tenant, holding.size, batch, Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
