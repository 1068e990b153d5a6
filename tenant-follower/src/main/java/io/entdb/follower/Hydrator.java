package io.entdb.follower;

import io.entdb.follower.Holding.Task;
import io.entdb.follower.TenantSources.SourceException;
import io.entdb.store.ImageUnavailableException;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds stores, and catches up those that fell behind, until the lane can take over. */
final class Hydrator {
  private static final System.Logger LOG = System.getLogger(Hydrator.class.getName());

  private final Jobs jobs;
  private final OpenStores stores;
  private final StoreBuilder builder;
  private final CatchUp catchUp;
  private final Troubles troubles;
  private final Notes notes;
  private final FollowerListener listener;
  private final InstantSource clock;
  private final Consumer<Holding> handOver;

  /**
   * @param handOver told when the lane has the store
   */
  Hydrator(
      Jobs jobs,
      OpenStores stores,
      StoreBuilder builder,
      CatchUp catchUp,
      Troubles troubles,
      Notes notes,
      FollowerParts parts,
      Consumer<Holding> handOver) {
    this.jobs = jobs;
    this.stores = stores;
    this.builder = builder;
    this.catchUp = catchUp;
    this.troubles = troubles;
    this.notes = notes;
    this.listener = parts.listener();
    this.clock = parts.clock();
    this.handOver = handOver;
  }

  /** Has the holding hydrated if that is what it waits for, and nobody is at it. */
  void hydrateIfDue(Holding holding) {
    if (holding.claimHydration()) {
      holding.progress = 0;
      long afterMs = holding.isDamaged() ? holding.backoff.afterFailure(clock.millis()) : 0;
      jobs.submit(job(holding), afterMs);
    }
  }

  private Job job(Holding holding) {
    long askedMs = clock.millis();
    return new Job() {
      @Override
      public Result run() throws InterruptedException {
        Result result = hydrate(holding, askedMs);
        if (result instanceof Result.Done) {
          holding.endHydration();
          hydrateIfDue(holding); // It may have fallen ill since the lane took over.
        }
        return result;
      }

      @Override
      public String toString() {
        return "hydration of tenant " + holding.tenant;
      }
    };
  }

  private Job.Result hydrate(Holding holding, long askedMs) throws InterruptedException {
    boolean wasParked = holding.parked().isPresent();
    try {
      discardDamaged(holding);
      if (holding.task().filter(task -> !task.inPlace()).isPresent()) {
        builder.build(holding);
      }
      if (catchUp.untilLive(holding)) {
        wentLive(holding, wasParked, Duration.ofMillis(clock.millis() - askedMs));
      }
      return Job.Result.DONE;
    } catch (RecordFaultException e) {
      return park(holding, e);
    } catch (ImageUnavailableException
        | StoreBusyException
        | SourceException
        | WalUnavailableException e) {
      builder.forgetManifest(holding);
      return troubles.again(holding, e);
    } catch (WalTruncatedException e) {
      builder.forgetManifest(holding); // A newer checkpoint may begin later.
      if (wasParked && holding.stayParked()) {
        return Job.Result.DONE;
      }
      return troubles.again(holding, e);
    } catch (StoreException e) {
      troubles.storeFault(holding, e);
      return troubles.again(holding, e);
    }
  }

  private void discardDamaged(Holding holding) throws StoreException, InterruptedException {
    Optional<Task> task = holding.task();
    if (task.isPresent() && task.get().damaged()) {
      writeNotes(holding); // That it is built again must be known before the file is gone.
      stores.discard(holding.slot);
      holding.discarded();
    }
  }

  /** Parks; a store that was being built moves to where it can be read. */
  private Job.Result park(Holding holding, RecordFaultException fault) {
    boolean inPlace = holding.isInPlace();
    if (!troubles.park(holding, fault) || inPlace) {
      return Job.Result.DONE;
    }
    try {
      writeNotes(holding); // Without it a restart would take the store for a complete one.
      holding.partition.folder().putInPlace(holding.tenant);
      holding.placed();
      try (OpenStores.Use use = stores.use(holding.slot)) {
        holding.state = use.store().state();
      }
      return Job.Result.DONE;
    } catch (StoreException e) {
      troubles.storeFault(holding, e);
      return troubles.again(holding, e);
    }
  }

  private void writeNotes(Holding holding) throws StoreException {
    try {
      notes.write(holding.partition);
    } catch (IOException e) {
      throw new StoreException("cannot write followed.json: " + e.getMessage(), e);
    }
  }

  private void wentLive(Holding holding, boolean wasParked, Duration took) {
    LOG.log(
        Level.INFO,
        () ->
            "tenant %s hydrated through %s in %s ms"
                .formatted(holding.tenant, holding.state, took.toMillis()));
    if (wasParked) {
      LOG.log(Level.INFO, "tenant " + holding.tenant + " is parked no longer");
      listener.unparked(holding.tenant);
    }
    listener.hydrated(holding.tenant, took);
    holding.wakeAll();
    handOver.accept(holding);
  }
}
