package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.StoreState;
import io.entdb.wal.consumer.WalTail;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a follower, put together, without any threads: who drives {@link #tail}, {@link
 * #lanes} and {@link #jobs} decides what happens when.
 */
final class Engine {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  final FollowerSettings settings;
  final QueueLimits limits;
  final FollowerParts parts;
  final InstantSource clock;

  /** Whether tenants are held because they have records, not because somebody asks. */
  final boolean owning;

  final OpenStores stores;
  final ManifestCache manifests;
  final Notes notes = new Notes();
  final Jobs jobs;
  final List<Lane> lanes;
  final Committer committer;
  final Hydrator hydrator;
  final Troubles troubles;
  final TailLoop tail;

  /** Before a partition whose records are gone is tried again: a new checkpoint may come. */
  private static final long AFRESH_MS = 5_000;

  /** Whether it is known which partitions are owned, if any. */
  volatile boolean dealt;

  private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();
  private final Set<Partition> closing = ConcurrentHashMap.newKeySet();

  Engine(
      FollowerSettings settings,
      QueueLimits limits,
      FollowerParts parts,
      WalTail wal,
      boolean owning) {
    this.settings = settings;
    this.limits = limits;
    this.parts = parts;
    this.clock = parts.clock();
    this.owning = owning;
    var store =
        new StoreSettings(
            settings.writerCacheKib(), settings.readerCacheKib(), settings.readersMax());
    this.stores = new OpenStores(store, settings.openStoresMax());
    this.manifests = new ManifestCache(parts.sources(), settings.manifestAgeMax(), clock);
    this.jobs = new Jobs(clock);
    this.lanes = newLanes(settings.lanes());
    this.troubles = new Troubles(parts.listener(), clock);
    this.committer = new Committer(lanes, stores, troubles, parts, this::committed);
    var catchUp = new CatchUp(parts.sources(), stores);
    var builder = new StoreBuilder(store, manifests, catchUp, parts.listener());
    this.hydrator =
        new Hydrator(jobs, stores, builder, catchUp, troubles, notes, parts, committer::wake);
    this.tail = new TailLoop(this, wal);
  }

  private static List<Lane> newLanes(int count) {
    var lanes = new ArrayList<Lane>();
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane());
    }
    return List.copyOf(lanes);
  }

  private void committed(Holding holding) {
    hydrator.hydrateIfDue(holding);
    tail.roomMade(holding.partition);
  }

  // Partitions.

  Collection<Partition> partitions() {
    return partitions.values();
  }

  @Nullable Partition partition(int number) {
    return partitions.get(number);
  }

  /** Begins to follow a partition, unless it is followed. */
  Partition open(int number) {
    var fresh = new Partition(number, new Folder(settings.dataDir(), number), limits);
    Partition present = partitions.putIfAbsent(number, fresh);
    if (present != null) {
      return present;
    }
    // Only now: the job takes a partition that is not in the map for one that was taken away.
    jobs.submit(new PartitionOpening(this, fresh, false));
    return fresh;
  }

  /** Follows a partition again whose files are of no use, after a while. */
  void openAfresh(int number, String reason) {
    var partition = new Partition(number, new Folder(settings.dataDir(), number), limits);
    partition.stop(reason);
    partitions.put(number, partition);
    jobs.submit(new PartitionOpening(this, partition, true), AFRESH_MS);
  }

  /** Stops following a partition, which the tail delivers no longer. */
  void close(Partition partition, String reason) {
    partitions.remove(partition.number, partition);
    if (partition.isOpen()) { // Before, what an earlier life noted still holds.
      note(partition);
    }
    partition.stop(reason);
    partition.holdings().forEach(Holding::end);
    closing.add(partition);
    jobs.submit(new PartitionClosing(this, partition));
  }

  void closed(Partition partition) {
    notes.forget(partition);
    closing.remove(partition);
  }

  /** Whether an earlier life of a partition still has files open. */
  boolean isClosing(int number) {
    return closing.stream().anyMatch(partition -> partition.number == number);
  }

  /** Writes what a restart of a partition may rely on. Failing to is no harm, only more to read. */
  void note(Partition partition) {
    try {
      notes.write(partition);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot write followed.json of partition " + partition.number, e);
    }
  }

  // Tenants.

  /** Holds a tenant that is new to this follower, or finds it held. */
  Holding hold(Partition partition, TenantPlace place) {
    Holding held = partition.holding(place.tenant());
    if (held == null) {
      held =
          partition.hold(
              place.tenant(),
              owning,
              begun -> {
                begun.logStart = place.logStart();
                hydrator.hydrateIfDue(begun);
              });
    }
    return held;
  }

  /** The store of a tenant failed somebody. */
  void storeFailed(Holding holding, Exception fault) {
    troubles.storeFault(holding, fault);
    hydrator.hydrateIfDue(holding);
  }

  @Nullable Holding held(TenantId tenant) {
    for (Partition partition : partitions()) {
      Holding holding = partition.holding(tenant);
      if (holding != null) {
        return holding;
      }
    }
    return null;
  }

  /**
   * Removes a tenant's store and holds it no longer, unless it has a lease, or something to do.
   *
   * @param n only while its last record is this
   */
  void drop(Holding holding, long n) {
    committer.inLane(holding, () -> dropNow(holding, n));
  }

  private void dropNow(Holding holding, long n) {
    synchronized (holding.partition) { // The tail must not bring it a record meanwhile.
      var state = holding.state;
      if (!holding.isIdle() || state == null || state.n() != n || !holding.leases.end()) {
        return;
      }
      try {
        if (stores.discardIfUnused(holding.slot)) {
          if (owning) {
            holding.partition.drop(holding, n);
          } else {
            holding.partition.forget(holding);
          }
          holding.end();
          return;
        }
      } catch (StoreException e) {
        LOG.log(Level.WARNING, "cannot drop tenant " + holding.tenant, e);
      }
      holding.leases.allowAgain();
    }
  }

  /** A tenant's state; null: its store cannot be read now. */
  @Nullable StoreState stateOf(Holding holding) {
    StoreState known = holding.state;
    if (known != null && holding.slot.isAllowed()) {
      return known;
    }
    try (OpenStores.Use use = stores.use(holding.slot)) {
      StoreState state = use.store().state();
      holding.state = state;
      return state;
    } catch (StoreBusyException e) {
      return null;
    } catch (StoreException e) {
      storeFailed(holding, e);
      return null;
    }
  }

  // The end.

  boolean isAnythingQueued() {
    return partitions().stream().anyMatch(partition -> partition.liveLoad.records() > 0);
  }

  /** Notes where everything stands and closes the stores; no thread works any more. */
  void shutDown() {
    for (Partition partition : partitions()) {
      if (partition.isOpen()) {
        note(partition);
      }
      partition.stop("the follower is closing");
      for (Holding holding : partition.holdings()) {
        holding.end();
        try {
          stores.closeIfUnused(holding.slot);
        } catch (StoreException e) {
          LOG.log(Level.WARNING, "the store of tenant " + holding.tenant + " did not close", e);
        }
      }
    }
    partitions.clear();
  }
}
