package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.StoreState;
import io.entdb.wal.consumer.WalGroup;
import io.entdb.wal.consumer.WalTail;
import io.entdb.wal.consumer.WalUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Keeps tenants' stores current with the log: builds them from checkpoints and the log, tails the
 * partitions, commits, wakes those who wait. Usable by several threads.
 */
public final class Follower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Follower.class.getName());

  /** When it is worth asking again for a tenant that is hydrating. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Engine engine;
  private final ExtentWatch watch;
  private final DiskBudget disk;
  private final PresentEnds ends;
  private final FollowerThreads threads;
  private volatile boolean closed;

  private Follower(Engine engine, IntPredicate wanted) {
    this.engine = engine;
    this.watch = new ExtentWatch(engine, wanted);
    this.disk = new DiskBudget(engine);
    this.ends = new PresentEnds(engine.parts.extent());
    this.threads = new FollowerThreads(engine, watch, disk);
  }

  /** A follower of all partitions that builds a tenant's store when somebody first asks for it. */
  public static Follower onDemand(FollowerSettings settings, FollowerParts parts, WalTail tail) {
    return onDemand(settings, parts, tail, partition -> true);
  }

  /**
   * The same of some partitions. What an earlier run left on the disk of others is removed.
   *
   * @param wanted which ones, those included that the log will have some day
   */
  public static Follower onDemand(
      FollowerSettings settings, FollowerParts parts, WalTail tail, IntPredicate wanted) {
    var engine = new Engine(settings, QueueLimits.DEFAULT, parts, tail, false);
    engine.jobs.submit(new Leftovers(settings.dataDir(), wanted));
    return started(engine, wanted);
  }

  /** A follower of the partitions that its group assigns to it, and of all their tenants. */
  public static Follower owning(FollowerSettings settings, FollowerParts parts, WalGroup group) {
    var engine = new Engine(settings, QueueLimits.DEFAULT, parts, group, true);
    engine.tail.tellProgress(group::reportProgress);
    group.join(new Owning(engine, () -> LockSupport.parkNanos(2_000_000)));
    return started(engine, partition -> true);
  }

  private static Follower started(Engine engine, IntPredicate wanted) {
    var follower = new Follower(engine, wanted);
    follower.threads.start();
    return follower;
  }

  /**
   * A lease on a tenant that is kept current. The first one has the store built, and waits for it;
   * later ones cost a look-up. A parked tenant is held as it stands.
   *
   * @param wait how long to wait for the store to be built
   * @throws HydratingException when it takes longer; the building goes on
   * @throws FollowerUnavailableException when the partition is not followed
   */
  public HeldTenant hold(TenantPlace place, Duration wait)
      throws HydratingException, FollowerUnavailableException, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Holding holding = engine.hold(partition(place.partition(), left), place);
      if (!holding.leases.take()) {
        Thread.sleep(1); // It is being dropped, and gone in a moment.
        continue;
      }
      holding.lastUsed = engine.clock.millis();
      left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!holding.awaitReadable(left)) {
        holding.leases.release();
        throw new HydratingException(place.tenant(), holding.progress, RETRY_AFTER);
      }
      StoreState state = engine.stateOf(holding);
      if (state != null) {
        return new Lease(engine, holding, state);
      }
      holding.leases.release(); // The holding ended, or its store is built anew.
    }
  }

  private Partition partition(int number, Duration wait)
      throws FollowerUnavailableException, InterruptedException {
    Partition partition = engine.partition(number);
    if (partition == null) {
      partition = newPartition(number);
    }
    if (closed || !partition.awaitOpen(wait)) {
      throw new FollowerUnavailableException(
          "partition " + number + " is not followed: " + partition.stopped().orElse("not yet"));
    }
    return partition;
  }

  /** A partition that was added a moment ago. */
  private Partition newPartition(int number) throws FollowerUnavailableException {
    try {
      watch.findPartitions();
    } catch (WalUnavailableException e) {
      throw new FollowerUnavailableException("cannot tell whether partition " + number + " is", e);
    }
    Partition partition = engine.partition(number);
    if (partition == null) {
      throw new FollowerUnavailableException("partition " + number + " is not followed here");
    }
    return partition;
  }

  /**
   * Everything of the partition at or before this n was read and handed to the tenants' queues;
   * {@link WalPosition#BEFORE_FIRST} = nothing, or the partition isn't followed.
   */
  public long followedN(int partition) {
    Partition followed = engine.partition(partition);
    return followed == null ? WalPosition.BEFORE_FIRST : followed.passedN();
  }

  /**
   * n of the last record that the partition has now, asked of the brokers; a barrier for {@link
   * HeldTenant#await}. Callers at the same time share a question.
   *
   * @return {@link WalPosition#BEFORE_FIRST} when there never was one
   */
  public long presentEndN(int partition) throws FollowerUnavailableException, InterruptedException {
    try {
      return ends.endN(partition) - 1;
    } catch (WalUnavailableException e) {
      throw new FollowerUnavailableException(
          "cannot tell where partition " + partition + " ends", e);
    }
  }

  /**
   * For how long the partition's tail has been behind the log's end, for sure at most: it grows
   * while brokers cannot be asked, and while the tail stands still though there are records.
   */
  public Duration behind(int partition) {
    return watch.behind(partition);
  }

  /**
   * Waits until {@link #followedN} has reached n.
   *
   * @return whether it did in time
   */
  public boolean awaitPassed(int partition, long n, Duration timeout) throws InterruptedException {
    Partition followed = engine.partition(partition);
    return followed != null && followed.awaitPassed(n, timeout);
  }

  /** How many partitions the log has, as far as this follower knows. */
  public int partitionCount() {
    return watch.partitionCount();
  }

  /**
   * Whether the brokers answered when last asked, and, where partitions are owned, it is known
   * which.
   */
  public boolean isLogReachable() {
    return watch.isReachable() && !engine.tail.isUnavailable() && (!engine.owning || engine.dealt);
  }

  /** Tenants that stand still, by partition and name. */
  public List<ParkedTenant> parked() {
    return engine.partitions().stream()
        .flatMap(partition -> partition.holdings().stream())
        .flatMap(holding -> holding.parked().stream())
        .sorted(Comparator.comparing(ParkedTenant::position).thenComparing(ParkedTenant::tenant))
        .toList();
  }

  public FollowerStats stats() {
    return Stats.of(engine, watch, disk);
  }

  /** Removes a tenant's file, unless somebody has a lease on it; the next hold builds it again. */
  public void drop(TenantId tenant) {
    Holding holding = engine.held(tenant);
    StoreState state = holding == null ? null : holding.state;
    if (holding != null && state != null && !engine.owning) {
      engine.drop(holding, state.n());
    }
  }

  /** For a process that owns partitions: what a checkpoint is made of. */
  public OwnedPartitions owned() {
    return new OwnedPartitions(engine);
  }

  /** Applies what is queued, notes where everything stands, closes the stores cleanly. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      threads.close();
      engine.shutDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.log(Level.WARNING, "interrupted while closing; the next start reads more of the log");
    }
  }
}
