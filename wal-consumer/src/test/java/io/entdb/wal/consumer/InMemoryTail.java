package io.entdb.wal.consumer;

import io.entdb.model.record.LogEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tail of an {@link InMemoryWal} that delivers again and in other batches on demand. Once {@link
 * #join joined}, the only member of a group; {@link #assign}, {@link #revoke} and {@link #lose} are
 * the coordinator, and take effect in the next poll.
 */
public final class InMemoryTail implements WalGroup {
  private final InMemoryWal wal;
  private final Map<Integer, Place> places = new TreeMap<>();
  private final Set<Integer> assigned = new HashSet<>();
  private final Set<Integer> paused = new HashSet<>();
  private final Map<Integer, Long> reported = new HashMap<>();
  private final Queue<Consumer<Ownership>> dealings = new ArrayDeque<>();
  private @Nullable Ownership ownership;
  private int batchMax = 500;
  private boolean wokenUp;

  InMemoryTail(InMemoryWal wal) {
    this.wal = wal;
  }

  private record Place(long nextN, int leaderEpoch) {}

  /** Most records that one poll delivers. */
  public void setBatchMax(int records) {
    synchronized (wal) {
      batchMax = records;
    }
  }

  /** Delivers the last records of a partition once more, as far as the log still has them. */
  public void redeliver(int partition, int records) {
    synchronized (wal) {
      places.computeIfPresent(
          partition,
          (_, place) -> new Place(Math.max(0, place.nextN() - records), LEADER_EPOCH_UNKNOWN));
    }
  }

  /** What the group was told last. */
  public Map<Integer, Long> reported() {
    synchronized (wal) {
      return Map.copyOf(reported);
    }
  }

  /** Gives the member a partition. */
  public void assign(int partition) {
    deal(
        owner -> {
          assigned.add(partition);
          owner.assigned(partition);
          owner.dealt();
        });
  }

  /** Takes a partition away in good order. */
  public void revoke(int partition) {
    deal(
        owner -> {
          takeAway(partition);
          owner.revoked(partition);
        });
  }

  /** Takes a partition away from a member that was silent for too long. */
  public void lose(int partition) {
    deal(
        owner -> {
          takeAway(partition);
          owner.lost(partition);
        });
  }

  private void deal(Consumer<Ownership> dealing) {
    synchronized (wal) {
      dealings.add(dealing);
      wal.notifyAll();
    }
  }

  private void takeAway(int partition) {
    synchronized (wal) {
      assigned.remove(partition);
      places.remove(partition);
      paused.remove(partition);
    }
  }

  @Override
  public void join(Ownership owner) {
    ownership = owner;
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextN) {
    synchronized (wal) {
      reported.putAll(nextN);
    }
  }

  @Override
  public void follow(int partition, long nextN, int leaderEpoch) {
    synchronized (wal) {
      if (ownership == null || assigned.contains(partition)) {
        places.put(partition, new Place(nextN, leaderEpoch));
      }
    }
  }

  @Override
  public void unfollow(int partition) {
    synchronized (wal) {
      places.remove(partition);
      paused.remove(partition);
    }
  }

  @Override
  public void pause(int partition) {
    synchronized (wal) {
      paused.add(partition);
    }
  }

  @Override
  public void resume(int partition) {
    synchronized (wal) {
      paused.remove(partition);
    }
  }

  @Override
  public List<LogEntry> poll(Duration timeout) throws WalTruncatedException {
    for (Consumer<Ownership> dealing = nextDealing(); dealing != null; dealing = nextDealing()) {
      if (ownership != null) {
        dealing.accept(ownership); // Not under the lock: owners take their own.
      }
    }
    long ends = System.nanoTime() + timeout.toNanos();
    synchronized (wal) {
      List<LogEntry> entries = take();
      long left = ends - System.nanoTime();
      while (entries.isEmpty() && left > 0 && !wokenUp && dealings.isEmpty()) {
        try {
          wal.wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return List.of();
        }
        entries = take();
        left = ends - System.nanoTime();
      }
      wokenUp = false;
      return entries;
    }
  }

  private @Nullable Consumer<Ownership> nextDealing() {
    synchronized (wal) {
      return dealings.poll();
    }
  }

  private List<LogEntry> take() throws WalTruncatedException {
    var entries = new ArrayList<LogEntry>();
    for (int partition : List.copyOf(places.keySet())) {
      Place place = places.getOrDefault(partition, new Place(0, LEADER_EPOCH_UNKNOWN));
      if (paused.contains(partition) || entries.size() >= batchMax) {
        continue;
      }
      var whyNot = wal.whyNot(partition, place.nextN(), place.leaderEpoch());
      if (whyNot.isPresent()) {
        if (!entries.isEmpty()) {
          return entries; // The failure comes with the next poll.
        }
        unfollow(partition);
        throw whyNot.get();
      }
      entries.addAll(take(partition, place, batchMax - entries.size()));
    }
    return entries;
  }

  private List<LogEntry> take(int partition, Place place, int limit) {
    List<LogEntry> entries = wal.deliver(partition, place.nextN(), limit);
    boolean all = entries.size() < limit;
    int leaderEpoch = entries.isEmpty() ? place.leaderEpoch() : entries.getLast().leaderEpoch();
    long last = entries.isEmpty() ? place.nextN() - 1 : entries.getLast().position().n();
    places.put(partition, new Place(all ? wal.end(partition, last + 1) : last + 1, leaderEpoch));
    return entries;
  }

  @Override
  public long nextN(int partition) {
    synchronized (wal) {
      Place place = places.get(partition);
      if (place == null) {
        throw new IllegalStateException("partition " + partition + " is not followed");
      }
      return place.nextN();
    }
  }

  @Override
  public void wakeup() {
    synchronized (wal) {
      wokenUp = true;
      wal.notifyAll();
    }
  }

  /** Gives all partitions back. */
  @Override
  public void close() {
    Ownership owner = ownership;
    if (owner != null) {
      for (int partition : List.copyOf(assigned)) {
        takeAway(partition);
        owner.revoked(partition);
      }
    }
  }
}
