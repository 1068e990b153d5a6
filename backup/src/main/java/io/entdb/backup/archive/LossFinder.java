package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.backup.archive.Catalog.Extent;
import io.entdb.objects.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what partitions' archives have lost: each index says what it follows, so what is missing
 * between two shows in the later one. Each index is read once. Callable from any thread.
 */
public final class LossFinder {
  /** Indexes read in one look at a partition: a large archive is known after some looks. */
  private static final int READS_MAX = 200;

  private final Catalog catalog;

  /**
   * A finder that has read nothing yet.
   *
   * @param archive whose listings are made anew by each look
   */
  public LossFinder(Archive archive) {
    this.catalog = archive.catalog();
  }

  /**
   * What a partition's archive held before its beginning and has lost; empty = it begins where the
   * first archiver began, or where retention left it.
   */
  public Optional<Loss> beginning(int partition) throws ObjectStoreException {
    catalog.forget(partition); // What was listed may be what is lost.
    if (beginningAsListed(partition).isEmpty()) {
      return Optional.empty();
    }
    catalog.forget(partition); // Retention may have gone on since it was listed.
    return beginningAsListed(partition);
  }

  private Optional<Loss> beginningAsListed(int partition) throws ObjectStoreException {
    Optional<IndexName> first = catalog.indexes(partition).values().stream().findFirst();
    Optional<SegmentIndex> oldest =
        first.isEmpty() ? Optional.empty() : catalog.read(first.get().object());
    if (oldest.isEmpty()
        || oldest.get().followsN() < 0
        || catalog.exists(ArchiveNames.beginning(partition, oldest.get().firstN()))) {
      return Optional.empty();
    }
    return Optional.of(new Loss(-1, oldest.get().followsN(), oldest.get().firstN()));
  }

  /**
   * What a partition's archive has lost before its beginning and between its segments, in order, as
   * far as its indexes have been read.
   */
  public List<Loss> find(int partition) throws ObjectStoreException {
    catalog.forget(partition);
    List<Loss> losses = findAsListed(partition);
    if (losses.isEmpty()) {
      return losses;
    }
    catalog.forget(partition);
    List<Loss> again = findAsListed(partition);
    again.retainAll(losses);
    return again;
  }

  private List<Loss> findAsListed(int partition) throws ObjectStoreException {
    List<Loss> losses = new ArrayList<>();
    beginningAsListed(partition).ifPresent(losses::add);
    int reads = 0;
    long throughN = -1;
    boolean isKnown = false;
    for (IndexName name : catalog.indexes(partition).values()) {
      if (name.firstN() <= throughN) {
        continue; // Inside a compacted one.
      }
      Optional<Extent> extent = catalog.extent(name.object());
      if (extent.isEmpty() && reads < READS_MAX) {
        reads++;
        catalog.read(name.object());
        extent = catalog.extent(name.object());
      }
      if (extent.isEmpty()) { // Not read yet, or gone since it was listed: the next look knows.
        throughN = name.throughN().orElse(name.firstN());
        isKnown = false;
        continue;
      }
      if (isKnown && extent.get().followsN() > throughN) {
        losses.add(new Loss(throughN, extent.get().followsN(), name.firstN()));
      }
      throughN = extent.get().throughN();
      isKnown = true;
    }
    return losses;
  }
}
