package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is followed: how far, and the tenants that are held. Its lock orders the tail's
 * routing with the beginning and end of holdings; it is held for no I/O.
 */
final class Partition {
  final int number;
  final QueueLimits limits;
  final Load liveLoad = new Load();
  final Load waitingLoad = new Load();

  private final Folder folder;
  private final Map<String, Holding> holdings = new ConcurrentHashMap<>();

  /** Those whose waiters the tail has to wake; a holding without any leaves it. */
  private final Set<Holding> awaited = ConcurrentHashMap.newKeySet();

  /** First n seen of each leader epoch. Guarded by this. */
  private final NavigableMap<Long, Integer> leaderEpochs = new TreeMap<>();

  /** Through which n images hold tenants that aren't held here. Guarded by this. */
  private final Map<TenantId, Long> imaged = new HashMap<>();

  private volatile long passedN = WalPosition.BEFORE_FIRST;

  /** Where the tail began. Guarded by this. */
  private long startN;

  /** See {@link #reliesOnN}. Guarded by this. */
  private long reliesOnN = WalPosition.BEFORE_FIRST;

  private volatile boolean open;
  private volatile boolean opening = true;

  /** Whether the tail is held back because too much waits. */
  volatile boolean paused;

  private volatile @Nullable String stopped;

  Partition(int number, Folder folder, QueueLimits limits) {
    this.number = number;
    this.limits = limits;
    this.folder = folder;
  }

  Folder folder() {
    return folder;
  }

  // Its life.

  /**
   * Says where the tail begins, before it does.
   *
   * @param imagedN through which n images exist that nobody here has loaded yet
   */
  synchronized void start(long nextN, int leaderEpoch, Map<TenantId, Long> imagedN) {
    imaged.clear();
    imaged.putAll(imagedN);
    leaderEpochs.clear();
    leaderEpochs.put(nextN - 1, leaderEpoch);
    startN = nextN;
    passedN = nextN - 1;
  }

  /** Tenants that an owner does not hold are as a checkpoint at this n or later says. */
  synchronized void relyOn(long checkpointN) {
    reliesOnN = Math.max(reliesOnN, checkpointN);
  }

  /** The least n of a checkpoint that knows all tenants that an owner does not hold. */
  synchronized long reliesOnN() {
    return reliesOnN;
  }

  /** Lets tenants be held. */
  synchronized void open() {
    open = true;
    stopped = null;
    notifyAll();
  }

  /** Lets none be held any more. */
  synchronized void stop(String reason) {
    open = false;
    stopped = reason;
    notifyAll();
  }

  /** Waits until tenants can be held; false: they can't. */
  synchronized boolean awaitOpen(Duration timeout) throws InterruptedException {
    long ends = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    while (!open && stopped == null && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = ends - System.nanoTime();
    }
    return open;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether it is still being found out where to begin: nobody else may touch its files. */
  boolean isOpening() {
    return opening;
  }

  void endOpening() {
    opening = false;
  }

  /** Why it is not followed; empty = it is, or is about to be. */
  Optional<String> stopped() {
    return Optional.ofNullable(stopped);
  }

  // The tail.

  /** What the tail does with records; runs under the partition's lock. */
  interface Routing {
    /** A holding for a tenant that isn't held; null = its records are passed over. */
    @Nullable Holding adopt(Partition partition, LogEntry entry);

    /** The holding has records for its lane. */
    void wake(Holding holding);
  }

  /**
   * Routes records to their tenants.
   *
   * @param nextN everything before it was delivered
   */
  void route(List<LogEntry> entries, long nextN, Routing routing) {
    synchronized (this) {
      for (LogEntry entry : entries) {
        long n = entry.position().n();
        if (n > passedN) {
          route(entry, routing);
          passedN = n;
        }
      }
      passedN = Math.max(passedN, nextN - 1);
      notifyAll();
    }
    wakeAwaited();
  }

  private void route(LogEntry entry, Routing routing) {
    int leaderEpoch = entry.leaderEpoch();
    if (leaderEpochs.lastEntry().getValue() != leaderEpoch) {
      leaderEpochs.put(entry.position().n(), leaderEpoch);
    }
    Holding holding = holdings.get(entry.key());
    if (holding == null) {
      holding = routing.adopt(this, entry);
    }
    if (holding != null && holding.offer(entry)) {
      routing.wake(holding);
    }
  }

  /** Whether a record of a tenant that isn't held is in an image, so that nothing is to be done. */
  synchronized boolean isImaged(TenantId tenant, long n) {
    return imaged.getOrDefault(tenant, WalPosition.BEFORE_FIRST) >= n;
  }

  /** Everything at or before was routed. */
  long passedN() {
    return passedN;
  }

  /** From here on the tail would have held an owned tenant at its first record. */
  synchronized long quietSince(TenantId tenant) {
    return Math.max(startN, imaged.getOrDefault(tenant, WalPosition.BEFORE_FIRST) + 1);
  }

  /** Kafka's leader epoch of the last record at or before n. */
  synchronized int leaderEpochAt(long n) {
    var epoch = leaderEpochs.floorEntry(n);
    return epoch == null ? WalTail.LEADER_EPOCH_UNKNOWN : epoch.getValue();
  }

  boolean isOverloaded() {
    return liveLoad.records() > limits.liveRecordsMax() || liveLoad.bytes() > limits.liveBytesMax();
  }

  boolean hasRoom() {
    return liveLoad.records() <= limits.liveRecordsMax() / 2
        && liveLoad.bytes() <= limits.liveBytesMax() / 2;
  }

  // Tenants.

  @Nullable Holding holding(TenantId tenant) {
    return holdings.get(tenant.value());
  }

  /**
   * Begins to hold a tenant at the present position, unless it is held.
   *
   * @param quiet see {@link HydrationPlan.Known#quietSince}
   */
  synchronized Holding hold(TenantId tenant, boolean quiet, Consumer<Holding> begun) {
    Holding held = holdings.get(tenant.value());
    if (held == null) {
      held = new Holding(tenant, this, passedN, quiet);
      holdings.put(tenant.value(), held);
      begun.accept(held);
    }
    return held;
  }

  synchronized void forget(Holding holding) {
    holdings.remove(holding.tenant.value(), holding);
    awaited.remove(holding);
  }

  /** Ends a holding whose store is dropped: an image has all its records at or before n. */
  synchronized void drop(Holding holding, long n) {
    forget(holding);
    imaged.put(holding.tenant, n);
    relyOn(n);
  }

  Collection<Holding> holdings() {
    return holdings.values();
  }

  // Waiting.

  /** Has the tail look after a holding's waiters. */
  void await(Holding holding) {
    awaited.add(holding);
  }

  private void wakeAwaited() {
    for (Holding holding : List.copyOf(awaited)) {
      holding.waiters.wake(holding::hasApplied);
      if (holding.waiters.isEmpty()) {
        awaited.remove(holding);
        if (!holding.waiters.isEmpty()) {
          awaited.add(holding); // Somebody came in between.
        }
      }
    }
  }

  /** Waits until {@link #passedN} has reached n; false: it didn't in time. */
  synchronized boolean awaitPassed(long n, Duration timeout) throws InterruptedException {
    long ends = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    while (passedN < n && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = ends - System.nanoTime();
    }
    return passedN >= n;
  }

  // What a restart can rely on.

  /**
   * The n through which all stores in the folder are complete. Reads the tail's position first:
   * what comes later can only wait behind it.
   */
  long durableN() {
    long n = passedN;
    for (Holding holding : holdings.values()) {
      n = Math.min(n, holding.durableN());
    }
    return n;
  }

  /** What {@code followed.json} is to say now. */
  Followed followed() {
    long n = durableN();
    var parked = new ArrayList<Followed.Parked>();
    var rebuilding = new ArrayList<String>();
    for (Holding holding : holdings.values()) {
      holding.parked().ifPresent(at -> parked.add(Followed.Parked.of(at)));
      if (holding.isRebuilding()) {
        rebuilding.add(holding.tenant.value());
      }
    }
    return Followed.now(n, leaderEpochAt(n), reliesOnN(), parked, rebuilding);
  }
}
