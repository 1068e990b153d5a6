package io.entdb.archiver.copy;

import io.entdb.archiver.copy.StartFinder.Start;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Looks now and then whether archives still hold what they held, from their beginning on. What is
 * written next shows only that its predecessor is there: whoever removes objects while segments are
 * written may leave the newest ones.
 */
final class LossWatch {
  private static final System.Logger LOG = System.getLogger(LossWatch.class.getName());

  private final Recurring recurring;
  private final StartFinder starts;
  private final BiConsumer<Integer, Start> lost;

  /**
   * @param lost hears of a partition and the first of what its archive lost and the log has
   */
  LossWatch(Recurring recurring, StartFinder starts, BiConsumer<Integer, Start> lost) {
    this.recurring = recurring;
    this.starts = starts;
    this.lost = lost;
  }

  /** Starts a look at some partitions, if it is its time and none is under way. */
  void due(long nowMs, List<Integer> partitions) {
    recurring.due(
        nowMs,
        () -> {
          Map<Integer, Start> found = new TreeMap<>();
          for (int partition : partitions) {
            Optional<Start> start = starts.findLost(partition);
            start.ifPresent(first -> found.put(partition, first));
          }
          return () -> found.forEach(lost);
        },
        failure ->
            LOG.log(Level.DEBUG, "cannot tell whether archives hold what they held", failure));
  }

  /** Has the next look made at once: there may be more than one loss. */
  void again() {
    recurring.again();
  }
}
