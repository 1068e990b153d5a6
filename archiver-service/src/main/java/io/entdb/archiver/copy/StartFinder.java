package io.entdb.archiver.copy;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.archive.Loss;
import io.entdb.backup.archive.LossFinder;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalUnavailableException;
import java.util.List;
import java.util.Optional;

/** Finds out what of a partition is to be archived next. */
final class StartFinder {
  private final Archive archive;
  private final LossFinder losses;
  private final WalExtent extent;
  private final int epoch;

  StartFinder(Archive archive, WalExtent extent, int epoch) {
    this.archive = archive;
    this.losses = new LossFinder(archive);
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

    /** Whether what is to be copied was archived before. */
    boolean isAgain() {
      return lastN != Long.MAX_VALUE;
    }
  }

  /** Of the beginning of an archive, if that is lost and the log has some of it; of its end. */
  Start find(int partition) throws ObjectStoreException, WalUnavailableException {
    Optional<Loss> beginning = losses.beginning(partition);
    if (beginning.isPresent()) {
      Optional<Start> start = startOf(partition, beginning.get());
      if (start.isPresent()) {
        return start.get();
      }
    }
    Coverage archived = archive.segments(partition);
    return Start.after(archived, Math.max(archived.throughN() + 1, WalPosition.n(epoch, 0)));
  }

  /** Of the first that an archive has lost and of which the log has some; empty = nothing. */
  Optional<Start> findLost(int partition) throws ObjectStoreException, WalUnavailableException {
    for (Loss loss : losses.find(partition)) {
      Optional<Start> start = startOf(partition, loss);
      if (start.isPresent()) {
        return start;
      }
    }
    return Optional.empty();
  }

  private Optional<Start> startOf(int partition, Loss loss) throws WalUnavailableException {
    long epochN = WalPosition.n(epoch, 0);
    long beginningN = extent.beginningN(List.of(partition)).getOrDefault(partition, 0L);
    // What was archived of a former life of the log can't be told from what never was.
    boolean isOfThisLife = loss.afterN() < 0 || loss.afterN() >= epochN;
    if (!isOfThisLife || Math.max(beginningN, epochN) > loss.throughN()) {
      return Optional.empty();
    }
    var before = new Coverage(0, loss.afterN(), Long.MIN_VALUE);
    return Optional.of(new Start(before, Math.max(loss.fromN(), epochN), loss.throughN()));
  }
}
