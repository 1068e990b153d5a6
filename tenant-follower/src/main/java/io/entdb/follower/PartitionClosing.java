package io.entdb.follower;

import io.entdb.store.StoreException;
import java.lang.System.Logger.Level;

/** Closes the stores of a partition that is followed no longer, once nobody works on them. */
final class PartitionClosing implements Job {
  private static final System.Logger LOG = System.getLogger(PartitionClosing.class.getName());
  private static final long RETRY_MS = 100;

  private final Engine engine;
  private final Partition partition;

  PartitionClosing(Engine engine, Partition partition) {
    this.engine = engine;
    this.partition = partition;
  }

  @Override
  public Result run() throws InterruptedException {
    if (partition.isOpening()) {
      return new Result.Again(RETRY_MS);
    }
    for (Holding holding : partition.holdings()) {
      holding.end(); // Those included that came to be while it was taken away.
      if (holding.isBeingHydrated() || !isClosed(holding)) {
        return new Result.Again(RETRY_MS);
      }
      partition.forget(holding);
    }
    engine.closed(partition);
    return Result.DONE;
  }

  private boolean isClosed(Holding holding) {
    try {
      return engine.stores.closeIfUnused(holding.slot);
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the store of tenant " + holding.tenant + " did not close", e);
      return true; // Whoever opens it next finds it unusable, and builds it again.
    }
  }

  @Override
  public String toString() {
    return "closing of partition " + partition.number;
  }
}
