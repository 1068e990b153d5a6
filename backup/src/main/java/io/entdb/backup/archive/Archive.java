package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the archive (ADR 0011). Everything read is checked: seals, checksums, counts, order, and
 * that segments follow each other without undeclared gaps. Callable from any thread.
 */
public final class Archive {
  /** How often what was listed may be gone when it is read, because compaction replaced it. */
  private static final int ATTEMPTS = 3;

  private final Catalog catalog;
  private final SegmentReader segments;

  public Archive(ObjectStore objects, InstantSource clock) {
    this.catalog = new Catalog(objects, clock);
    this.segments = new SegmentReader(objects);
  }

  Catalog catalog() {
    return catalog;
  }

  SegmentReader segments() {
    return segments;
  }

  /** Partitions of which something is archived, in order. */
  public List<Integer> partitions() throws ObjectStoreException {
    return catalog.partitions();
  }

  /**
   * How far a partition is archived.
   *
   * @throws ObjectCorruptException when that cannot be told because something is damaged
   */
  public Coverage coverage(int partition) throws ObjectStoreException {
    Optional<SegmentIndex> last = last(partition);
    Optional<Mark> mark = catalog.newestMark(partition, throughN(last));
    if (mark.isPresent() && mark.get().throughN() > throughN(last)) {
      last = last(partition); // Written meanwhile, or missing.
      if (mark.get().throughN() > throughN(last)) {
        throw new ObjectCorruptException(
            ArchiveNames.index(partition, throughN(last) + 1),
            "it is missing: mark %s says that there are records".formatted(mark.get().name()));
      }
    }
    if (last.isEmpty()) {
      return Coverage.NONE;
    }
    long timeMs = last.get().throughTimeMs();
    if (mark.isPresent() && mark.get().throughN() == throughN(last)) {
      timeMs = Math.max(timeMs, mark.get().timeMs());
    }
    return new Coverage(catalog.indexes(partition).firstKey(), throughN(last), timeMs);
  }

  /**
   * As {@link #coverage}, by segments alone: also where marks tell of segments that are gone. For
   * archivers, which write those again.
   */
  public Coverage segments(int partition) throws ObjectStoreException {
    Optional<SegmentIndex> last = last(partition);
    return last.isEmpty()
        ? Coverage.NONE
        : new Coverage(
            catalog.indexes(partition).firstKey(), throughN(last), last.get().throughTimeMs());
  }

  /**
   * Whether the archive still holds an n that it has held before. Asks the object store and relies
   * on nothing that was listed before.
   *
   * @param standsIn objects of a segment that ends there, not compacted; empty = unknown
   */
  public boolean holds(int partition, long n, List<ObjectName> standsIn)
      throws ObjectStoreException {
    if (!standsIn.isEmpty() && existAll(standsIn)) {
      return true; // The usual answer, at the price of two small requests.
    }
    catalog.forget(partition);
    try {
      return !indexes(partition, n, n).isEmpty();
    } catch (ArchiveMissingException | ObjectCorruptException e) {
      return false;
    }
  }

  private boolean existAll(List<ObjectName> names) throws ObjectStoreException {
    for (ObjectName name : names) {
      if (!catalog.exists(name)) {
        return false;
      }
    }
    return true;
  }

  private static long throughN(Optional<SegmentIndex> last) {
    return last.map(SegmentIndex::throughN).orElse(WalPosition.BEFORE_FIRST);
  }

  private Optional<SegmentIndex> last(int partition) throws ObjectStoreException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      NavigableMap<Long, IndexName> indexes = catalog.indexes(partition);
      SegmentIndex furthest = null;
      // A small segment may lie inside the compacted one before it.
      for (IndexName name : indexes.descendingMap().values()) {
        Optional<SegmentIndex> index = catalog.read(name.object());
        if (index.isPresent()
            && (furthest == null || index.get().throughN() > furthest.throughN())) {
          furthest = index.get();
        }
        if (furthest != null && !isInside(indexes, name)) {
          break;
        }
      }
      if (furthest != null || indexes.isEmpty()) {
        return Optional.ofNullable(furthest);
      }
      catalog.forget(partition);
    }
    throw new ObjectCorruptException(
        catalog.indexes(partition).lastEntry().getValue().object(), "it was listed, but is gone");
  }

  private static boolean isInside(NavigableMap<Long, IndexName> indexes, IndexName name) {
    return indexes.headMap(name.firstN(), false).values().stream()
        .anyMatch(before -> before.throughN().orElse(-1) >= name.firstN());
  }

  /** Where the newest segments begin: the first n of the one that so many others follow. */
  public long newestFirstN(int partition, int others) throws ObjectStoreException {
    return catalog.indexes(partition).descendingKeySet().stream()
        .skip(others)
        .findFirst()
        .orElseGet(() -> 0L);
  }

  /**
   * The indexes that hold a stretch, in order.
   *
   * @throws ArchiveMissingException when they don't hold all of it
   */
  public List<SegmentIndex> indexes(int partition, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException {
    for (int attempt = 1; ; attempt++) {
      try {
        return find(partition, fromN, toN);
      } catch (GoneException e) {
        catalog.forget(partition);
        if (attempt == ATTEMPTS) {
          throw new ObjectCorruptException(e.name.object(), "it was listed, but is gone");
        }
      } catch (ObjectCorruptException e) {
        if (attempt > 1) {
          throw e;
        }
        catalog.forget(partition); // A hole may have been filled since it was listed.
      }
    }
  }

  private List<SegmentIndex> find(int partition, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException, GoneException {
    NavigableMap<Long, IndexName> names = catalog.indexes(partition);
    Long start = names.floorKey(fromN);
    // What begins before may be a small segment inside a compacted one that reaches further.
    for (IndexName before : names.headMap(fromN, true).values()) {
      if (before.throughN().orElse(-1) >= fromN) {
        start = before.firstN();
        break;
      }
    }
    var found = new ArrayList<SegmentIndex>();
    long nextN = fromN;
    long throughN = start == null ? -1 : start - 1;
    Iterator<IndexName> rest =
        (start == null ? names : names.tailMap(start, true)).values().iterator();
    while (nextN <= toN && rest.hasNext()) {
      IndexName name = rest.next();
      if (name.throughN().orElse(Long.MAX_VALUE) < nextN || name.firstN() <= throughN) {
        continue; // Inside what was read.
      }
      SegmentIndex index = catalog.read(name.object()).orElseThrow(() -> new GoneException(name));
      checkFollows(index, throughN, start == null && found.isEmpty());
      throughN = index.throughN();
      if (throughN < nextN) {
        continue;
      }
      if (index.beginsEpochAfter(nextN)) {
        nextN = index.firstN(); // Nothing ever stood between: see ADR 0017 D9.
      }
      if (index.firstN() > nextN) {
        long lostThrough = Math.min(index.firstN() - 1, toN);
        throw new ArchiveMissingException(partition, nextN, lostThrough, lost(index, nextN));
      }
      if (nextN <= toN) {
        found.add(index);
      }
      nextN = throughN + 1;
    }
    if (nextN <= toN) {
      throw new ArchiveMissingException(
          partition, nextN, toN, names.isEmpty() ? "it holds nothing" : "it ends before");
    }
    return found;
  }

  private static String lost(SegmentIndex index, long fromN) {
    return index.followsN() >= fromN
        ? "it begins at " + index.firstN()
        : "the log had lost them before they were archived";
  }

  /** Segments follow each other; the oldest that is kept may follow one that is not. */
  private static void checkFollows(SegmentIndex index, long throughN, boolean isOldest)
      throws ObjectCorruptException {
    boolean knowsBefore = throughN >= 0 && throughN != index.firstN() - 1;
    if (!isOldest && knowsBefore && index.followsN() > throughN) {
      throw new ObjectCorruptException(
          ArchiveNames.index(index.partition(), throughN + 1),
          "it is missing: the archive holds records through %d, and then from %d"
              .formatted(throughN, index.firstN()));
    }
  }

  /**
   * Hands over the records of a key in a stretch, in order and once each.
   *
   * @throws ArchiveMissingException when not all of the stretch is archived; nothing was handed
   *     over
   * @throws E when the sink throws it; reading stops there
   */
  public <E extends Exception> void read(
      int partition, long fromN, long toN, String key, EntrySink<E> sink)
      throws ObjectStoreException, ArchiveMissingException, E {
    if (fromN > toN) {
      return;
    }
    long[] next = {fromN};
    for (SegmentIndex index : indexes(partition, fromN, toN)) {
      Optional<Member> member = index.member(key);
      if (member.isPresent() && member.get().lastN() >= next[0] && member.get().firstN() <= toN) {
        segments.readMember(
            index,
            member.get(),
            entry -> {
              long n = entry.position().n();
              if (n >= next[0] && n <= toN) {
                sink.accept(entry);
              }
            });
      }
      next[0] = index.throughN() + 1;
      sink.passed(Math.min(index.throughN(), toN));
    }
  }

  /** The keys that have records in the segments that hold a stretch: perhaps more than in it. */
  public Set<String> keys(int partition, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException {
    var keys = new TreeSet<String>();
    if (fromN <= toN) {
      indexes(partition, fromN, toN)
          .forEach(index -> index.members().forEach(member -> keys.add(member.key())));
    }
    return keys;
  }

  /** An index that was listed is gone. */
  private static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient IndexName name;

    private GoneException(IndexName name) {
      this.name = name;
    }
  }
}
