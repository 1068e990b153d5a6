package io.entdb.follower;

import io.entdb.model.WalPosition;
import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Looks from time to time how far the log reaches: notices new partitions, and being behind. */
final class ExtentWatch {
  private static final System.Logger LOG = System.getLogger(ExtentWatch.class.getName());

  private final Engine engine;
  private final IntPredicate wanted;
  private final WalExtent extent;
  private final long startedMs;
  private final Map<Integer, Lateness> lateness = new ConcurrentHashMap<>();
  private volatile int partitionCount;
  private volatile boolean reachable;

  /**
   * @param wanted which partitions a follower on demand follows
   */
  ExtentWatch(Engine engine, IntPredicate wanted) {
    this.engine = engine;
    this.wanted = wanted;
    this.extent = engine.parts.extent();
    this.startedMs = engine.clock.millis();
  }

  /** One look. Brokers that don't answer are noted; lateness grows meanwhile. */
  void look() {
    try {
      findPartitions();
      List<Integer> followed =
          engine.partitions().stream().filter(Partition::isOpen).map(p -> p.number).toList();
      long atMs = engine.clock.millis();
      extent.endN(followed).forEach((partition, end) -> lateness(partition).saw(atMs, end));
      reachable = true;
    } catch (WalUnavailableException e) {
      LOG.log(reachable ? Level.WARNING : Level.DEBUG, "cannot tell how far the log reaches", e);
      reachable = false;
    }
  }

  /** Notices new partitions now; a follower on demand begins to follow those it wants. */
  void findPartitions() throws WalUnavailableException {
    int count = extent.partitionCount();
    partitionCount = Math.max(partitionCount, count);
    if (!engine.owning) {
      for (int partition = 0; partition < count; partition++) {
        if (wanted.test(partition)) {
          engine.open(partition);
        }
      }
    }
  }

  int partitionCount() {
    return partitionCount;
  }

  /** Whether the brokers answered the last look. */
  boolean isReachable() {
    return reachable;
  }

  Duration behind(int partition) {
    return lateness(partition).behind(engine.clock.millis(), passedN(partition));
  }

  long lagRecords(int partition) {
    return lateness(partition).lagRecords(passedN(partition));
  }

  private long passedN(int partition) {
    Partition followed = engine.partition(partition);
    return followed == null ? WalPosition.BEFORE_FIRST : followed.passedN();
  }

  private Lateness lateness(int partition) {
    return lateness.computeIfAbsent(partition, _ -> new Lateness(startedMs));
  }
}
