package io.entdb.archiver.copy;

import java.lang.System.Logger.Level;
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

  private final Recurring recurring;
  private final StartFinder starts;
  private final BiConsumer<Integer, Long> lost;

  /**
   * @param lost hears of a partition and the last n that its archive lost before its beginning,
   *     where the log has some of it
   */
  BeginningWatch(Recurring recurring, StartFinder starts, BiConsumer<Integer, Long> lost) {
    this.recurring = recurring;
    this.starts = starts;
    this.lost = lost;
  }

  /** Starts a look at some partitions, if it is its time and none is under way. */
  void due(long nowMs, List<Integer> partitions) {
    recurring.due(
        nowMs,
        () -> {
          Map<Integer, Long> found = new TreeMap<>();
          for (int partition : partitions) {
            starts.lostThroughN(partition).ifPresent(n -> found.put(partition, n));
          }
          return () -> found.forEach(lost);
        },
        failure ->
            LOG.log(Level.DEBUG, "cannot tell whether archives begin where they began", failure));
  }
}
