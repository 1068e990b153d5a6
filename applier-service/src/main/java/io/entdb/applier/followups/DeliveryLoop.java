package io.entdb.applier.followups;

import io.entdb.applier.followups.RecordLog.LogUnavailableException;
import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerUnavailableException;
import io.entdb.follower.HeldTenant;
import io.entdb.follower.HydratingException;
import io.entdb.follower.OwnedPartitions;
import io.entdb.follower.TenantPlace;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Delivers what waits in the tenants of all owned partitions. */
public final class DeliveryLoop {
  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);

  /** How often it looks at the states in memory: part of how soon a follow-up arrives. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** How long a tenant waits whose delivery failed. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Deliveries at a time: each waits for the log's acknowledgements most of its time. */
  private static final int AT_A_TIME = 64;

  private final Follower follower;
  private final OwnedPartitions owned;
  private final Checkpoints checkpoints;
  private final RecordLog log;
  private final DeliveryListener listener;
  private final InstantSource clock;
  private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits = new Semaphore(AT_A_TIME);
  private final Set<TenantId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<TenantId, Pause> pauses = new ConcurrentHashMap<>();
  private final Set<Integer> found = new HashSet<>();
  private final Thread thread = Thread.ofPlatform().name("entdb-follow-ups").unstarted(this::loop);

  /**
   * Until when a tenant is left alone.
   *
   * @param n its own log holds what clears the present rows; nothing new shows before it
   * @param untilMs unix ms
   */
  private record Pause(long n, long untilMs) {
    boolean isOver(StoreState state, long now) {
      return state.n() >= n && now >= untilMs;
    }
  }

  public DeliveryLoop(
      Follower follower,
      Checkpoints checkpoints,
      RecordLog log,
      DeliveryListener listener,
      InstantSource clock) {
    this.follower = follower;
    this.owned = follower.owned();
    this.checkpoints = checkpoints;
    this.log = log;
    this.listener = listener;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  private void loop() {
    try {
      while (true) {
        try {
          round();
        } catch (RuntimeException e) {
          LOG.warn("looking for follow-ups failed, it is tried again", e);
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    Set<Integer> partitions = Set.copyOf(owned.partitions());
    found.retainAll(partitions);
    long now = clock.millis();
    int waiting = 0;
    for (int partition : partitions) {
      if (found.add(partition) && !holdThoseThatWait(partition)) {
        found.remove(partition);
      }
      for (StoreState state : owned.withWork(partition, now)) {
        waiting++;
        Pause pause = pauses.get(state.tenant());
        if ((pause == null || pause.isOver(state, now)) && underWay.add(state.tenant())) {
          pauses.remove(state.tenant());
          permits.acquire();
          deliveries.execute(() -> deliver(partition, state.tenant()));
        }
      }
    }
    if (waiting == 0) {
      pauses.clear();
    }
    listener.waiting(waiting);
  }

  /**
   * Has those tenants of a new partition held whose work stands in the checkpoint only: no record
   * of theirs may ever come again.
   */
  private boolean holdThoseThatWait(int partition) throws InterruptedException {
    try {
      Optional<CheckpointManifest> newest = checkpoints.newest(partition);
      if (newest.isPresent()) {
        for (TenantCheckpoint tenant : newest.get().tenants()) {
          if (tenant.work().isThere(Long.MAX_VALUE - 1)) {
            hold(new TenantPlace(tenant.tenant(), partition, 0));
          }
        }
      }
      return true;
    } catch (ObjectStoreException | FollowerUnavailableException e) {
      LOG.debugf("what waits in partition %d is not known yet: %s", partition, e.getMessage());
      return false;
    }
  }

  private void hold(TenantPlace place) throws FollowerUnavailableException, InterruptedException {
    try (HeldTenant held = follower.hold(place, Duration.ZERO)) {
      LOG.debugf("tenant %s is held for its follow-ups at %d", place.tenant(), held.state().n());
    } catch (HydratingException e) {
      LOG.debugf("tenant %s is being built for its follow-ups", place.tenant());
    }
  }

  private void deliver(int partition, TenantId tenant) {
    try {
      Optional<Delivery> delivery =
          owned.read(partition, tenant, reader -> Delivery.read(reader, partition));
      if (delivery.isPresent()) {
        OptionalLong n = delivery.get().run(log, clock.millis());
        // What is due by this clock may not be by the broker's yet; that is no reason to hurry.
        long until = delivery.get().rows().isEmpty() ? clock.millis() + RETRY.toMillis() : 0;
        n.ifPresent(at -> pauses.put(tenant, new Pause(at, until)));
        listener.delivered(delivery.get().rows().size());
      }
    } catch (LogUnavailableException | StoreException | RuntimeException e) {
      LOG.warnf("follow-ups of tenant %s are tried again: %s", tenant, e.getMessage());
      pauses.put(tenant, new Pause(-1, clock.millis() + RETRY.toMillis()));
      listener.failed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(tenant);
      permits.release();
    }
  }

  /** Cuts off what is under way: the next owner delivers it. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    deliveries.shutdownNow();
  }
}
