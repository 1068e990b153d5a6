package io.entdb.archiver.copy;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.Coverage;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalUnavailableException;
import java.util.List;
import java.util.OptionalLong;

/** Finds out what of a partition is to be archived next. */
final class StartFinder {
  private static final Coverage NOTHING = new Coverage(0, WalPosition.BEFORE_FIRST, Long.MIN_VALUE);

  private final Archive archive;
  private final WalExtent extent;
  private final int epoch;

  StartFinder(Archive archive, WalExtent extent, int epoch) {
    this.archive = archive;
    this.extent = extent;
    this.epoch = epoch;
  }

  /**
   * Where copying begins.
   *
   * @param archived what is archived before it
   * @param lastN the last n to copy, because what follows is archived already; the largest = there
   *     is nothing after it
   */
  record Start(Coverage archived, long nextN, long lastN) {
    /** The end of the archive. */
    static Start after(Coverage archived, long nextN) {
      return new Start(archived, nextN, Long.MAX_VALUE);
    }
  }

  /** Of the beginning of an archive, if that is lost and the log has some of it; of its end. */
  Start find(int partition) throws ObjectStoreException, WalUnavailableException {
    long firstN = WalPosition.n(epoch, 0);
    OptionalLong lost = lostThroughN(partition);
    if (lost.isPresent()) {
      return new Start(NOTHING, firstN, lost.getAsLong());
    }
    Coverage archived = archive.segments(partition);
    return Start.after(archived, Math.max(archived.throughN() + 1, firstN));
  }

  /** The last n before the beginning of an archive, if that is lost and the log has some of it. */
  OptionalLong lostThroughN(int partition) throws ObjectStoreException, WalUnavailableException {
    OptionalLong lost = archive.lostThroughN(partition);
    if (lost.isEmpty()) {
      return lost;
    }
    long beginningN = extent.beginningN(List.of(partition)).getOrDefault(partition, 0L);
    long firstN = Math.max(beginningN, WalPosition.n(epoch, 0));
    return firstN <= lost.getAsLong() ? lost : OptionalLong.empty();
  }
}
