package io.entdb.archiver.copy;

import io.entdb.backup.archive.Compactor;
import io.entdb.objects.ObjectStoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Has small segments made into larger ones now and then, in the background. */
final class Compaction {
  private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

  private final Duration interval;
  private final Compactor compactor;
  private final Background background;
  private final CopyListener listener;
  private long startedMs;
  private boolean running;

  /**
   * @param nowMs the first is due an interval later
   */
  Compaction(
      Duration interval,
      Compactor compactor,
      Background background,
      CopyListener listener,
      long nowMs) {
    this.interval = interval;
    this.compactor = compactor;
    this.background = background;
    this.listener = listener;
    this.startedMs = nowMs;
  }

  /** Starts one for some partitions, if it is its time and none is running. */
  void due(long nowMs, List<Integer> partitions) {
    if (running || nowMs - startedMs < interval.toMillis()) {
      return;
    }
    running = true;
    startedMs = nowMs;
    background.start(
        () -> {
          partitions.forEach(this::compact);
          return () -> running = false;
        },
        failure -> running = false);
  }

  private void compact(int partition) {
    try {
      compactor.compact(partition).ifPresent(listener::compacted);
    } catch (ObjectStoreException | RuntimeException e) {
      LOG.log(Level.WARNING, "partition " + partition + " was not compacted", e);
    }
  }
}
