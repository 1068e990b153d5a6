package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The indexes of all partitions, by name. Remembers listings, since names are only added at the
 * end, but for what compaction and retention do; those show after a while. So does an index that
 * took the place of one that was lost. Callable from any thread.
 */
final class Catalog {
  /** How long superseded objects stay at least is a day; new names for old records show sooner. */
  private static final Duration LISTING_AGE_MAX = Duration.ofMinutes(30);

  /** Members of indexes kept in memory, about 200 bytes each. */
  private static final int CACHED_MEMBERS_MAX = 100_000;

  private final ObjectStore objects;
  private final InstantSource clock;
  private final Map<Integer, Listing> listings = new HashMap<>();
  private final IndexCache cache = new IndexCache(CACHED_MEMBERS_MAX);
  private final Map<ObjectName, Extent> extents = new ConcurrentHashMap<>();

  Catalog(ObjectStore objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /** What is remembered of every index that was read and is still there. */
  record Extent(long followsN, long throughN) {}

  private static final class Listing {
    private final NavigableMap<Long, IndexName> byFirstN = new TreeMap<>();
    private Map<ObjectName, ObjectEntry> entries = new HashMap<>();
    private String last = "";
    private Instant since = Instant.MIN;
  }

  /** Partitions that have an archive, in order. */
  List<Integer> partitions() throws ObjectStoreException {
    var partitions = new ArrayList<Integer>();
    String after = "";
    while (true) {
      List<ObjectEntry> next = objects.listPage(ArchiveNames.ALL, after, 1);
      if (next.isEmpty()) {
        partitions.sort(Comparator.naturalOrder());
        return partitions;
      }
      Optional<Integer> partition = ArchiveNames.partitionOf(next.getFirst().name());
      partition.ifPresent(partitions::add);
      after =
          partition
              .map(number -> ArchiveNames.folder(number) + ArchiveNames.LAST)
              .orElse(next.getFirst().name().value());
    }
  }

  /**
   * The indexes to read a partition by, in order: at each position the one that reaches furthest.
   */
  NavigableMap<Long, IndexName> indexes(int partition) throws ObjectStoreException {
    Listing listing;
    synchronized (listings) {
      listing = listings.computeIfAbsent(partition, _ -> new Listing());
    }
    synchronized (listing) {
      Instant now = clock.instant();
      Map<ObjectName, ObjectEntry> before = Map.of();
      if (listing.since.isBefore(now.minus(LISTING_AGE_MAX))) {
        before = listing.entries;
        listing.entries = new HashMap<>();
        listing.byFirstN.clear();
        listing.last = "";
        listing.since = now;
      }
      try {
        refresh(partition, listing);
        dropChanged(before, listing.entries);
      } catch (ObjectStoreException e) {
        listing.since = Instant.MIN; // It may lack names in its middle.
        dropChanged(before, Map.of());
        throw e;
      }
      return new TreeMap<>(listing.byFirstN);
    }
  }

  /** Forgets indexes that are gone, or that others took the place of. */
  private void dropChanged(
      Map<ObjectName, ObjectEntry> before, Map<ObjectName, ObjectEntry> entries) {
    before.forEach(
        (name, entry) -> {
          if (!entry.equals(entries.get(name))) {
            cache.remove(name);
            extents.remove(name);
          }
        });
  }

  private void refresh(int partition, Listing listing) throws ObjectStoreException {
    String marks = ArchiveNames.marks(partition);
    String after = listing.last;
    List<ObjectEntry> page;
    do {
      page = objects.listPage(ArchiveNames.folder(partition), after, ObjectStore.PAGE_ENTRIES_MAX);
      for (ObjectEntry entry : page) {
        if (entry.name().value().compareTo(marks) > 0) {
          return; // Marks come behind all indexes, and may be many.
        }
        Optional<IndexName> name = ArchiveNames.indexName(entry.name());
        if (name.isPresent()) {
          listing.byFirstN.merge(name.get().firstN(), name.get(), Catalog::further);
          listing.entries.put(entry.name(), entry);
          listing.last = entry.name().value();
        }
        after = entry.name().value();
      }
    } while (page.size() == ObjectStore.PAGE_ENTRIES_MAX);
  }

  private static IndexName further(IndexName one, IndexName other) {
    return one.throughN().orElse(-1) >= other.throughN().orElse(-1) ? one : other;
  }

  /** Notes an index that this process has written where a listing would not look again soon. */
  void add(int partition, IndexName name) {
    Listing listing;
    synchronized (listings) {
      listing = listings.computeIfAbsent(partition, _ -> new Listing());
    }
    synchronized (listing) {
      listing.byFirstN.merge(name.firstN(), name, Catalog::further);
    }
  }

  /** Has everything listed anew, because an index is gone. */
  void forget(int partition) {
    Listing listing;
    synchronized (listings) {
      listing = listings.computeIfAbsent(partition, _ -> new Listing());
    }
    synchronized (listing) {
      listing.since = Instant.MIN;
    }
  }

  /** What an index says that was read; empty = it was not read yet. */
  Optional<Extent> extent(ObjectName name) {
    return Optional.ofNullable(extents.get(name));
  }

  /** Whether an object is there. */
  boolean exists(ObjectName name) throws ObjectStoreException {
    return objects.head(name).isPresent();
  }

  /** An index; empty = it is gone. */
  Optional<SegmentIndex> read(ObjectName name) throws ObjectStoreException {
    Optional<SegmentIndex> index = cache.get(name);
    if (index.isEmpty()) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      index = Optional.of(SegmentIndexJson.read(name, bytes.get()));
      cache.put(name, index.get());
    }
    extents.put(name, new Extent(index.get().followsN(), index.get().throughN()));
    return index;
  }

  /** The latest mark that stands at or after a position. */
  Optional<Mark> newestMark(int partition, long atN) throws ObjectStoreException {
    String marks = ArchiveNames.marks(partition);
    String after = marks + "%020d".formatted(Math.max(0, atN));
    List<ObjectEntry> entries = objects.list(marks, after);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    ObjectName name = entries.getLast().name();
    Mark mark =
        ArchiveNames.mark(partition, name)
            .orElseThrow(
                () -> new ObjectCorruptException(name, "it stands among marks, but is none"));
    Optional<byte[]> bytes = objects.get(name);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    mark.check(bytes.get());
    return Optional.of(mark);
  }
}
