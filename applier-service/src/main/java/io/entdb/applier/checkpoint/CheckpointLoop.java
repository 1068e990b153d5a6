package io.entdb.applier.checkpoint;

import io.entdb.backup.Checkpoints;
import io.entdb.backup.ImageGoneException;
import io.entdb.follower.OwnedPartitions;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Makes the checkpoints of all owned partitions when they are due, and collects garbage. */
public final class CheckpointLoop {
  private static final Logger LOG = Logger.getLogger(CheckpointLoop.class);

  /** How often it looks what is due. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final CheckpointPolicy policy;
  private final OwnedPartitions owned;
  private final Checkpoints checkpoints;
  private final Checkpointer checkpointer;
  private final CheckpointListener listener;
  private final InstantSource clock;
  private final ExecutorService uploads;
  private final Thread thread = Thread.ofPlatform().name("entdb-checkpoints").unstarted(this::loop);
  private final Map<Integer, Due> due = new HashMap<>();
  private Instant garbageAt;

  /**
   * @param recordBytes what had been applied to the partition's tenants by the last checkpoint
   */
  private record Due(Instant at, long recordBytes) {}

  public CheckpointLoop(
      CheckpointPolicy policy,
      OwnedPartitions owned,
      Checkpoints checkpoints,
      CheckpointListener listener,
      InstantSource clock) {
    this.policy = policy;
    this.owned = owned;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.clock = clock;
    this.uploads = Executors.newFixedThreadPool(policy.uploads());
    this.checkpointer = new Checkpointer(owned, checkpoints, uploads, clock);
    this.garbageAt = clock.instant().plus(policy.garbageInterval());
  }

  public void start() {
    thread.start();
  }

  private void loop() {
    try {
      while (true) {
        round();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    Instant now = clock.instant();
    due.keySet().retainAll(owned.partitions());
    for (int partition : owned.partitions()) {
      long recordBytes = owned.recordBytes(partition);
      Due next = due.computeIfAbsent(partition, _ -> new Due(now.plus(policy.interval()), 0));
      if (!now.isBefore(next.at()) || recordBytes - next.recordBytes() > policy.volumeBytes()) {
        checkpoint(partition);
        due.put(partition, new Due(clock.instant().plus(policy.interval()), recordBytes));
      }
    }
    if (!now.isBefore(garbageAt)) {
      garbageAt = now.plus(policy.garbageInterval());
      owned.partitions().forEach(this::collectGarbage);
    }
  }

  private void checkpoint(int partition) throws InterruptedException {
    Instant start = clock.instant();
    try {
      switch (checkpointer.checkpoint(partition)) {
        case Checkpointer.Result.Published(long n, int tenants, int images) -> {
          Duration took = Duration.between(start, clock.instant());
          LOG.debugf(
              "checkpoint of partition %d at %d: %d tenants, %d new images, %d ms",
              partition, n, tenants, images, took.toMillis());
          listener.published(partition, n, images, took);
        }
        case Checkpointer.Result.NothingNew() -> listener.current(partition);
        case Checkpointer.Result.Lost(long reliesOnN, long newestN) -> {
          LOG.errorf(
              "checkpoints of partition %d are gone: the newest is at %d, but this process goes on"
                  + " from one at %d; it builds all tenants again from the log and its archive",
              partition, newestN, reliesOnN);
          listener.failed(partition);
        }
        case Checkpointer.Result.NotNow() ->
            LOG.debugf("partition %d can't be checkpointed now", partition);
        case Checkpointer.Result.LostRace(long n) ->
            LOG.warnf(
                "another process published a checkpoint of partition %d at or after %d: one of the"
                    + " two has lost the partition",
                partition, n);
      }
    } catch (ObjectStoreException
        | StoreException
        | IOException
        | ImageGoneException
        | RuntimeException e) {
      LOG.warnf(e, "the checkpoint of partition %d failed, it is tried again", partition);
      listener.failed(partition);
    }
  }

  private void collectGarbage(int partition) {
    try {
      int removed = checkpoints.collectGarbage(partition);
      LOG.debugf("removed %d objects of partition %d that nobody needs", removed, partition);
    } catch (ObjectStoreException | RuntimeException e) {
      LOG.warnf(e, "garbage of partition %d stays for now", partition);
    }
  }

  /** Ends without a last checkpoint: the next owner starts from the one before. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    uploads.shutdownNow();
    thread.join();
  }
}
