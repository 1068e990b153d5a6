package io.entdb.follower;

import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTail;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from the log to the tenants' queues. One thread calls everything here, but for
 * {@link #submit} and {@link #roomMade}.
 */
final class TailLoop implements Partition.Routing {
  private static final System.Logger LOG = System.getLogger(TailLoop.class.getName());

  private final Engine engine;
  private final WalTail wal;
  private final Pressure pressure;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

  /** Partitions that the tail was told to follow. */
  private final Set<Integer> followed = new HashSet<>();

  private volatile boolean unavailable;
  private Consumer<Map<Integer, Long>> progress = _ -> {};
  private long progressToldMs;

  TailLoop(Engine engine, WalTail wal) {
    this.engine = engine;
    this.wal = wal;
    this.pressure = new Pressure(wal, engine.clock, h -> engine.hydrator.hydrateIfDue(h));
  }

  /** Has something done by the tail's thread, soon. */
  void submit(Runnable command) {
    commands.add(command);
    wal.wakeup();
  }

  /** Has somebody told now and then what comes next in each partition; before the first step. */
  void tellProgress(Consumer<Map<Integer, Long>> to) {
    progress = to;
  }

  /** Told after commits; ends waiting when a paused partition can go on. */
  void roomMade(Partition partition) {
    if (partition.paused && partition.hasRoom()) {
      partition.paused = false;
      wal.wakeup();
    }
  }

  /** Begins to deliver a partition to its tenants. */
  void follow(Partition partition, long nextN, int leaderEpoch) {
    if (engine.partition(partition.number) == partition) {
      followed.add(partition.number);
      wal.follow(partition.number, nextN, leaderEpoch);
    }
  }

  /** Whether the log could not be read in the last round. */
  boolean isUnavailable() {
    return unavailable;
  }

  /** One round; false: the log cannot be read now, wait before the next. */
  boolean step(Duration timeout) {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    engine.partitions().stream().filter(Partition::isOpen).forEach(pressure::look);
    tellProgress();
    try {
      route(wal.poll(timeout));
      unavailable = false;
      return true;
    } catch (WalTruncatedException e) {
      stop(e);
      return true;
    } catch (WalUnavailableException e) {
      if (!unavailable) {
        LOG.log(Level.WARNING, "the log cannot be read; trying again and again", e);
      }
      unavailable = true;
      return false;
    }
  }

  private void tellProgress() {
    long now = engine.clock.millis();
    if (now - progressToldMs > engine.settings.followedInterval().toMillis()) {
      progressToldMs = now;
      var nextN = new HashMap<Integer, Long>();
      for (Partition partition : engine.partitions()) {
        if (partition.isOpen()) {
          nextN.put(partition.number, partition.durableN() + 1);
        }
      }
      progress.accept(nextN);
    }
  }

  private void route(List<LogEntry> entries) {
    Map<Integer, List<LogEntry>> byPartition = new HashMap<>();
    for (LogEntry entry : entries) {
      byPartition.computeIfAbsent(entry.position().partition(), _ -> new ArrayList<>()).add(entry);
    }
    for (Partition partition : engine.partitions()) {
      if (followed.contains(partition.number)) {
        partition.route(
            byPartition.getOrDefault(partition.number, List.of()),
            wal.nextN(partition.number),
            this);
      }
    }
  }

  @Override
  public @Nullable Holding adopt(Partition partition, LogEntry entry) {
    if (!engine.owning) {
      return null;
    }
    try {
      var tenant = new TenantId(entry.key());
      if (partition.isImaged(tenant, entry.position().n())) {
        return null;
      }
      return engine.hold(partition, new TenantPlace(tenant, partition.number, 0));
    } catch (InvalidException e) {
      LOG.log(Level.WARNING, "record " + entry.position() + " is nobody's: " + e.getMessage());
      return null;
    }
  }

  @Override
  public void wake(Holding holding) {
    engine.committer.wake(holding);
  }

  private void stop(WalTruncatedException e) {
    Partition partition = engine.partition(e.partition());
    forget(e.partition());
    if (partition == null) {
      return;
    }
    LOG.log(Level.ERROR, "partition " + e.partition() + " cannot be followed any further", e);
    switch (e.kind()) {
      case FORGOTTEN -> {
        String reason = String.valueOf(e.getMessage());
        engine.parts.listener().partitionStopped(partition.number, reason);
        startOver(partition, reason);
      }
      case CUT -> {
        partition.stop(String.valueOf(e.getMessage()));
        engine.parts.listener().partitionStopped(e.partition(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Begins a partition again, from checkpoints and what log and archive have. */
  void startOver(Partition partition, String reason) {
    forget(partition.number);
    engine.close(partition, reason);
    engine.openAfresh(partition.number, reason);
  }

  /** The tail delivers a partition no longer. */
  void forget(int partition) {
    followed.remove(partition);
    pressure.forget(partition);
  }
}
