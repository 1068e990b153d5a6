package io.entdb.archiver.copy;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Looks now and then whether archives still begin where they began. What is written next shows only
 * that its predecessor is there: whoever removes objects while segments are written may leave the
 * newest ones.
 */
final class BeginningWatch {
  private static final System.Logger LOG = System.getLogger(BeginningWatch.class.getName());

  private final Duration interval;
  private final StartFinder starts;
  private final Background background;
  private final BiConsumer<Integer, Long> lost;
  private long startedMs;
  private boolean running;

  /**
   * @param lost hears of a partition and the last n that its archive lost before its beginning,
   *     where the log has some of it
   * @param nowMs the first look is due an interval later
   */
  BeginningWatch(
      Duration interval,
      StartFinder starts,
      Background background,
      BiConsumer<Integer, Long> lost,
      long nowMs) {
    this.interval = interval;
    this.starts = starts;
    this.background = background;
    this.lost = lost;
    this.startedMs = nowMs;
  }

  /** Starts a look at some partitions, if it is its time and none is under way. */
  void due(long nowMs, List<Integer> partitions) {
    if (running || partitions.isEmpty() || nowMs - startedMs < interval.toMillis()) {
      return;
    }
    running = true;
    startedMs = nowMs;
    background.start(
        () -> {
          Map<Integer, Long> found = new TreeMap<>();
          for (int partition : partitions) {
            starts.lostThroughN(partition).ifPresent(n -> found.put(partition, n));
          }
          return () -> {
            running = false;
            found.forEach(lost);
          };
        },
        failure -> {
          LOG.log(Level.DEBUG, "cannot tell whether archives begin where they began", failure);
          running = false;
        });
  }
}
