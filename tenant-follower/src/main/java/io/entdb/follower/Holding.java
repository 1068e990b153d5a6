package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.store.StoreState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that is kept current: its queue, and who may write its store now.
 *
 * <p>The tail offers records, the tenant's lane commits them, a hydrating thread builds or catches
 * up the store. Only one of the latter two has the store at a time, as the phase says. Guarded by
 * itself unless a field says otherwise.
 */
final class Holding {
  /** Who writes the store. */
  private enum Phase {
    /** A hydrating thread; nobody until it is tried again. */
    HYDRATING,
    /** The lane. */
    LIVE,
    /** Nobody: the tenant stands still. */
    PARKED,
    /** Nobody: it is no longer held. */
    GONE
  }

  final TenantId tenant;
  final Partition partition;
  final StoreSlot slot;
  final Waiters waiters = new Waiters();

  /** Those who wait for a record of this tenant, not for a place in its partition. */
  final Waiters watchers = new Waiters();

  final LeaseCount leases = new LeaseCount();

  private final RecordQueue queue;
  private Phase phase = Phase.HYDRATING;

  /** A store stands in the folder, where a restart finds it. */
  private boolean inPlace;

  /** While hydrating, if that counts: the store in the folder has all records at or before. */
  private long completeN;

  /** Whether {@link #completeN} limits what a restart may rely on. */
  private boolean completeCounts;

  /** The last record offered; n at which holding began, when there was none. */
  private long offeredN;

  /** Through where hydration brings the store; what comes after is in the queue. */
  private long hydrateToN;

  /** The store in place is to be removed. */
  private boolean damaged;

  /** See {@link HydrationPlan.Known#quietSince}. */
  private boolean quiet;

  private boolean hydrationClaimed;
  private @Nullable ParkedTenant parked;
  private long recordsBehind;
  private long appliedBytes;

  // Each is read and written on its own, by any thread.
  volatile @Nullable StoreState state;
  volatile long logStart;
  volatile long lastUsed;
  volatile long setAsideMs;
  volatile double progress;

  /** When last measured. */
  volatile SizeClass size = SizeClass.SMALL;

  final Backoff backoff = new Backoff();

  Holding(TenantId tenant, Partition partition, long n, boolean quiet) {
    this.tenant = tenant;
    this.partition = partition;
    this.slot = new StoreSlot(tenant, partition.folder().store(tenant));
    this.queue = new RecordQueue(partition.waitingLoad);
    this.offeredN = n;
    this.hydrateToN = n;
    this.quiet = quiet;
  }

  /** Takes over a store in the folder, complete through the n at which holding begins. */
  synchronized void restoreLive() {
    setInPlace();
    phase = Phase.LIVE;
    queue.countFor(partition.liveLoad);
  }

  /** Takes over a store in the folder that lacks everything from the record it was parked at. */
  synchronized void restoreParked(ParkedTenant at) {
    setInPlace();
    completeN = at.position().n() - 1;
    parked = at;
  }

  // The tail's side.

  /** Takes a record that comes after all before; true: the lane must be told of the queue. */
  synchronized boolean offer(LogEntry entry) {
    offeredN = entry.position().n();
    return switch (phase) {
      case LIVE -> {
        queue.add(entry);
        yield queue.size() == 1;
      }
      case HYDRATING -> {
        if (hasRoomFor(entry)) {
          queue.add(entry);
        } else {
          leaveToHydration();
        }
        yield false;
      }
      case PARKED -> {
        recordsBehind++;
        yield false;
      }
      case GONE -> false;
    };
  }

  private boolean hasRoomFor(LogEntry entry) {
    QueueLimits limits = partition.limits;
    long bytes = entry.value().length;
    return queue.size() < limits.waitingRecordsMax()
        && queue.bytes() + bytes <= limits.waitingBytesMax()
        && partition.waitingLoad.bytes() + bytes <= limits.waitingBytesTotalMax();
  }

  /** The log still has what was offered: hydration goes on through it. */
  private void leaveToHydration() {
    queue.dropWaiting();
    hydrateToN = offeredN;
    quiet = false;
  }

  /** Leaves to a hydrating thread what the lane doesn't get done. */
  synchronized void setAside() {
    if (phase == Phase.LIVE) {
      completeN = committedN();
      phase = Phase.HYDRATING;
      leaveToHydration();
      queue.countFor(partition.waitingLoad);
    }
  }

  /** A live store has all records at or before. */
  private long committedN() {
    return Math.min(queue.firstN() - 1, offeredN);
  }

  /**
   * The broker's time of the oldest record that waits for the lane, unix ms; the largest number =
   * none does.
   */
  synchronized long waitingSinceMs() {
    return phase == Phase.LIVE ? queue.firstTimeMs() : Long.MAX_VALUE;
  }

  synchronized int queuedRecords() {
    return queue.size();
  }

  synchronized long queuedBytes() {
    return queue.bytes();
  }

  // The lane's side.

  /** The next records to commit; empty = nothing for the lane to do. */
  synchronized List<LogEntry> takeBatch() {
    return phase == Phase.LIVE && !queue.isEmpty() ? queue.takeBatch(partition.limits) : List.of();
  }

  /** The store has all records at or before n. True: there are more. */
  synchronized boolean committed(long n) {
    queue.committed(n);
    completeN = Math.max(completeN, n); // It may have been set aside meanwhile.
    return phase == Phase.LIVE && !queue.isEmpty();
  }

  /**
   * Stands still from a record on; what came before it is in the store. False: the store is to be
   * built again anyhow, and will meet the record again.
   */
  synchronized boolean park(ParkedTenant at) {
    if (damaged || phase == Phase.GONE) {
      return false;
    }
    recordsBehind = queue.countAfter(at.position().n());
    queue.dropAll();
    phase = Phase.PARKED;
    parked = at;
    notifyAll();
    return true;
  }

  /** The batch was not committed, and will not be by the lane. */
  synchronized void notCommitted() {
    queue.committed(WalPosition.BEFORE_FIRST);
  }

  /** The store cannot be used, and a hydrating thread is to build another. */
  synchronized void fault() {
    if (phase == Phase.GONE) {
      return;
    }
    slot.forbid();
    if (phase != Phase.HYDRATING) {
      // A restart still finds the file until it is discarded, or finds it parked.
      completeN = phase == Phase.LIVE ? committedN() : offeredN;
      phase = Phase.HYDRATING;
      queue.countFor(partition.waitingLoad);
    }
    queue.dropAll();
    hydrateToN = offeredN;
    damaged = inPlace;
    quiet = false;
  }

  /** The files of the store that was faulty are removed. */
  synchronized void discarded() {
    damaged = false;
    inPlace = false;
    completeCounts = false;
    parked = null;
    state = null;
  }

  /** Ends the holding: no thread touches its store any more. */
  synchronized void end() {
    queue.dropAll();
    phase = Phase.GONE;
    slot.forbid();
    notifyAll();
  }

  // The hydrating thread's side.

  /** Takes the right to hydrate; false: nothing is to be hydrated now, or somebody has it. */
  synchronized boolean claimHydration() {
    if (phase != Phase.HYDRATING || hydrationClaimed || queue.isCommitting()) {
      return false;
    }
    hydrationClaimed = true;
    return true;
  }

  synchronized boolean isBeingHydrated() {
    return hydrationClaimed;
  }

  synchronized void endHydration() {
    hydrationClaimed = false;
  }

  /**
   * What there is to hydrate.
   *
   * @param inPlace a store stands in the folder, complete through {@code completeN}
   * @param damaged it has to be discarded
   */
  record Task(boolean inPlace, boolean damaged, long completeN, boolean quiet, long toN) {}

  /** Empty = the phase is another by now. */
  synchronized Optional<Task> task() {
    return phase == Phase.HYDRATING
        ? Optional.of(new Task(inPlace, damaged, completeN, quiet, hydrateToN))
        : Optional.empty();
  }

  /** The store in place has all records at or before n. */
  synchronized void reached(long n) {
    completeN = n;
  }

  /**
   * Lets a restart rely on a store that is complete through n and about to be put in place; false:
   * more was left to hydration.
   */
  synchronized boolean place(long n) {
    if (phase != Phase.HYDRATING || hydrateToN != n) {
      return false;
    }
    completeN = n;
    completeCounts = true;
    return true;
  }

  /** The store that {@link #place} announced stands in the folder. */
  synchronized void placed() {
    setInPlace();
  }

  private void setInPlace() {
    inPlace = true;
    completeCounts = true;
    slot.allow();
    notifyAll();
  }

  /** Hands the store, complete through n, to the lane; false: more was left to hydration. */
  synchronized boolean goLive(long n) {
    if (phase != Phase.HYDRATING || hydrateToN != n) {
      return false;
    }
    phase = Phase.LIVE;
    parked = null;
    recordsBehind = 0;
    queue.countFor(partition.liveLoad);
    return true;
  }

  /** Stays parked, as its records can't be read again; false: its store is gone. */
  synchronized boolean stayParked() {
    if (phase != Phase.HYDRATING || parked == null || !inPlace || damaged) {
      return false;
    }
    queue.dropAll();
    phase = Phase.PARKED;
    return true;
  }

  // Everybody's.

  /** Whether all records at or before n are applied. */
  synchronized boolean hasApplied(long n) {
    StoreState now = state;
    ParkedTenant at = parked;
    return (now != null && now.n() >= n)
        || (at != null && at.position().n() > n)
        || (phase == Phase.LIVE && partition.passedN() >= n && queue.firstN() > n);
  }

  /** Wakes whoever waits for what the store has now. */
  void wakeAll() {
    waiters.wake(this::hasApplied);
    StoreState now = state;
    if (now != null) {
      watchers.wake(n -> n < now.n());
    }
  }

  /** Everything at or before it is in the store in the folder; the largest number = all is. */
  synchronized long durableN() {
    return switch (phase) {
      case LIVE -> queue.firstN() - 1;
      case HYDRATING -> Math.min(completeCounts ? completeN : Long.MAX_VALUE, queue.firstN() - 1);
      case PARKED, GONE -> Long.MAX_VALUE;
    };
  }

  /** Counts records that are in the store now. */
  synchronized void addApplied(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      appliedBytes += entry.value().length;
    }
  }

  /** Bytes of the records that this process applied. */
  synchronized long appliedBytes() {
    return appliedBytes;
  }

  /** Whether a restart must build the store again where it finds none. */
  synchronized boolean isRebuilding() {
    return phase == Phase.HYDRATING && !quiet && (damaged || !inPlace);
  }

  synchronized boolean isGone() {
    return phase == Phase.GONE;
  }

  /** Waits until the store may be read or the holding ends; false: neither, in time. */
  synchronized boolean awaitReadable(Duration timeout) throws InterruptedException {
    long ends = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    while (!slot.isAllowed() && phase != Phase.GONE && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = ends - System.nanoTime();
    }
    return slot.isAllowed() || phase == Phase.GONE;
  }

  synchronized boolean isInPlace() {
    return inPlace;
  }

  /** Whether a store that failed is still to be removed. */
  synchronized boolean isDamaged() {
    return damaged;
  }

  synchronized boolean isHydrating() {
    return phase == Phase.HYDRATING;
  }

  synchronized boolean isIdle() {
    return (phase == Phase.LIVE && queue.isEmpty()) || phase == Phase.PARKED;
  }

  synchronized Optional<ParkedTenant> parked() {
    ParkedTenant at = parked;
    return at == null ? Optional.empty() : Optional.of(at.withRecordsBehind(recordsBehind));
  }
}
