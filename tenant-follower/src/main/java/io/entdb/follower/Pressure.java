package io.entdb.follower;

import io.entdb.wal.consumer.WalTail;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds the tail back while lanes don't keep up. A partition is paused while too much waits; when a
 * single tenant keeps it so, that tenant is set aside and reads its records from the log later, so
 * that the others go on. Used by the tail's thread alone.
 */
final class Pressure {
  private static final System.Logger LOG = System.getLogger(Pressure.class.getName());

  /** How long one tenant may hold up the others of its partition. */
  private static final long PATIENCE_MS = 1_000;

  /** For how long a tenant that was set aside gets no patience. */
  private static final long MEMORY_MS = 60_000;

  private final WalTail tail;
  private final InstantSource clock;
  private final Consumer<Holding> hydrate;

  /** Since when the paused partitions are so, unix ms. */
  private final Map<Integer, Long> paused = new HashMap<>();

  Pressure(WalTail tail, InstantSource clock, Consumer<Holding> hydrate) {
    this.tail = tail;
    this.clock = clock;
    this.hydrate = hydrate;
  }

  /** Looks at a partition before the next poll. */
  void look(Partition partition) {
    Long since = paused.get(partition.number);
    if (since == null) {
      if (partition.isOverloaded()) {
        tail.pause(partition.number);
        paused.put(partition.number, clock.millis());
        partition.paused = true;
      }
    } else if (partition.hasRoom()) {
      tail.resume(partition.number);
      paused.remove(partition.number);
      partition.paused = false;
    } else {
      relieve(partition, since);
    }
  }

  /** The partition begins anew, or is no longer followed. */
  void forget(int partition) {
    if (paused.remove(partition) != null) {
      tail.resume(partition);
    }
  }

  private void relieve(Partition partition, long since) {
    Optional<Holding> found =
        partition.holdings().stream()
            .filter(holding -> !holding.isHydrating())
            .max(Comparator.comparingInt(Holding::queuedRecords));
    if (found.isEmpty() || !isMostOf(partition, found.get())) {
      return; // Many are slow: the machine is, and waiting is all there is.
    }
    Holding slowest = found.get();
    long now = clock.millis();
    if (now - since > PATIENCE_MS || now - slowest.setAsideMs < MEMORY_MS) {
      LOG.log(
          Level.WARNING,
          () ->
              "tenant %s holds up partition %d with %d records, and is set aside"
                  .formatted(slowest.tenant, partition.number, slowest.queuedRecords()));
      slowest.setAsideMs = now;
      slowest.setAside();
      hydrate.accept(slowest);
    }
  }

  private static boolean isMostOf(Partition partition, Holding holding) {
    return holding.queuedRecords() * 2L > partition.liveLoad.records()
        || holding.queuedBytes() * 2 > partition.liveLoad.bytes();
  }
}
