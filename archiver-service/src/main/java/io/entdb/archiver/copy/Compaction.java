package io.entdb.archiver.copy;

import io.entdb.backup.archive.Compactor;
import io.entdb.objects.ObjectStoreException;
import java.lang.System.Logger.Level;
import java.util.List;

/** Has small segments made into larger ones now and then, in the background. */
final class Compaction {
  private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

  private final Recurring recurring;
  private final Compactor compactor;
  private final CopyListener listener;

  Compaction(Recurring recurring, Compactor compactor, CopyListener listener) {
    this.recurring = recurring;
    this.compactor = compactor;
    this.listener = listener;
  }

  /** Starts one for some partitions, if it is its time and none is running. */
  void due(long nowMs, List<Integer> partitions) {
    recurring.due(
        nowMs,
        () -> {
          partitions.forEach(this::compact);
          return () -> {};
        },
        failure -> LOG.log(Level.WARNING, "compaction ended early", failure));
  }

  private void compact(int partition) {
    try {
      compactor.compact(partition).ifPresent(listener::compacted);
    } catch (ObjectStoreException | RuntimeException e) {
      LOG.log(Level.WARNING, "partition " + partition + " was not compacted", e);
    }
  }
}
