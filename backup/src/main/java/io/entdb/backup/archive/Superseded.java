package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What no reader of a partition's archive needs: small segments inside compacted ones, segments
 * that no index names, and marks and notes of beginnings that later ones replace. Nothing is
 * removed here.
 *
 * @param objects in an order in which they can be removed at any pace: an index before its segment
 */
public record Superseded(List<ObjectName> objects) {
  public Superseded {
    objects = List.copyOf(objects);
  }

  /** What begins at one n. */
  private static final class Place {
    private final List<ObjectName> indexes = new ArrayList<>();
    private final List<ObjectEntry> segments = new ArrayList<>();
  }

  /** What is superseded now, however young. */
  public static Superseded of(ObjectStore store, int partition) throws ObjectStoreException {
    return of(store, partition, Instant.MAX);
  }

  /**
   * What was written before a moment and is superseded now.
   *
   * @throws ObjectCorruptException when an index cannot be read: then nobody knows what is needed
   */
  public static Superseded of(ObjectStore store, int partition, Instant before)
      throws ObjectStoreException {
    List<ObjectName> found = new ArrayList<>();
    var places = new TreeMap<String, Place>();
    long compactedThroughN = -1;
    ObjectEntry newestMark = null;
    ObjectEntry newestBeginning = null;
    for (ObjectEntry entry : store.list(ArchiveNames.folder(partition), "")) {
      Optional<IndexName> index = ArchiveNames.indexName(entry.name());
      if (index.isPresent()) {
        compactedThroughN = Math.max(compactedThroughN, index.get().throughN().orElse(-1));
        // A compacted segment is made of whole ones: what begins inside it, ends inside it.
        boolean isInside = !index.get().isCompacted() && index.get().firstN() <= compactedThroughN;
        if (isInside && entry.modified().isBefore(before)) {
          found.add(entry.name());
        } else {
          place(places, entry).indexes.add(entry.name());
        }
      } else if (ArchiveNames.isSegment(entry.name())) {
        place(places, entry).segments.add(entry);
      } else if (ArchiveNames.mark(partition, entry.name()).isPresent()) {
        if (newestMark != null && newestMark.modified().isBefore(before)) {
          found.add(newestMark.name());
        }
        newestMark = entry;
      } else if (ArchiveNames.beginning(partition, entry.name()).isPresent()) {
        if (newestBeginning != null && newestBeginning.modified().isBefore(before)) {
          found.add(newestBeginning.name());
        }
        newestBeginning = entry;
      }
    }
    for (Place place : places.values()) {
      addUnnamed(store, place, before, found);
    }
    return new Superseded(found);
  }

  /** Indexes and segments with the same first n have the same beginning. */
  private static Place place(Map<String, Place> places, ObjectEntry entry) {
    String name = entry.name().lastPart();
    return places.computeIfAbsent(name.substring(0, name.indexOf('.')), _ -> new Place());
  }

  private static void addUnnamed(
      ObjectStore store, Place place, Instant before, List<ObjectName> found)
      throws ObjectStoreException {
    if (place.segments.size() <= place.indexes.size()) {
      return; // Each has its index.
    }
    Set<ObjectName> named = new HashSet<>();
    for (ObjectName index : place.indexes) {
      byte[] bytes =
          store
              .get(index)
              .orElseThrow(() -> new ObjectCorruptException(index, "it was listed, but is gone"));
      named.add(SegmentIndexJson.read(index, bytes).segment().name());
    }
    for (ObjectEntry segment : place.segments) {
      if (!named.contains(segment.name()) && segment.modified().isBefore(before)) {
        found.add(segment.name());
      }
    }
  }
}
