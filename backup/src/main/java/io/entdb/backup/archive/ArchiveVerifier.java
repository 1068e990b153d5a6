package io.entdb.backup.archive;

import io.entdb.backup.ProgressListener;
import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads every object of a partition's archive, one segment in memory at a time. */
public final class ArchiveVerifier {
  private final ObjectStore objects;
  private final int partition;
  private final ProgressListener listener;
  private final SegmentReader segments;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final TreeMap<Long, SegmentIndex> byFirstN = new TreeMap<>();
  private final Set<ObjectName> named = new HashSet<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Set<Long> beginnings = new HashSet<>();
  private int indexes;
  private long records;
  private long bytesDone;
  private long bytesTotal;

  private ArchiveVerifier(ObjectStore objects, int partition, ProgressListener listener) {
    this.objects = objects;
    this.partition = partition;
    this.listener = listener;
    this.segments = new SegmentReader(objects);
  }

  /**
   * What was found.
   *
   * @param wrong one line for each object that is damaged or missing; each names it
   * @param gaps records that the log had lost before they were archived
   * @param segments those that readers use
   * @param superseded those that a larger one has replaced
   * @param unnamed segments that an archiver left because another was first
   * @param throughN the last n; {@link WalPosition#BEFORE_FIRST} = nothing
   */
  public record Report(
      int partition,
      List<String> wrong,
      List<String> gaps,
      int segments,
      int superseded,
      int unnamed,
      long records,
      long bytes,
      long firstN,
      long throughN) {
    public boolean isSound() {
      return wrong.isEmpty();
    }
  }

  /**
   * Verifies a partition.
   *
   * @throws ObjectStoreUnavailableException when not everything could be read
   */
  public static Report verify(ObjectStore objects, int partition, ProgressListener listener)
      throws ObjectStoreException {
    return new ArchiveVerifier(objects, partition, listener).verify();
  }

  private Report verify() throws ObjectStoreException {
    List<ObjectEntry> entries = objects.list(ArchiveNames.folder(partition), "");
    bytesTotal = entries.stream().mapToLong(ObjectEntry::bytes).sum();
    List<ObjectName> present = new ArrayList<>();
    for (ObjectEntry entry : entries) {
      try {
        look(entry.name(), present);
      } catch (ObjectCorruptException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
      if (!ArchiveNames.isSegment(entry.name())) {
        progress(entry.bytes());
      }
    }
    checkBeginning();
    checkOrder();
    for (Mark mark : marks) {
      if (mark.throughN() > throughN()) {
        wrong.add(
            "object %s is missing or damaged: mark %s says that there are records through %d"
                .formatted(
                    ArchiveNames.index(partition, throughN() + 1), mark.name(), mark.throughN()));
      }
    }
    int unnamed = (int) present.stream().filter(name -> !named.contains(name)).count();
    return new Report(
        partition,
        wrong,
        gaps,
        byFirstN.size(),
        indexes - byFirstN.size(),
        unnamed,
        records,
        bytesTotal,
        byFirstN.isEmpty() ? 0 : byFirstN.firstKey(),
        throughN());
  }

  private long throughN() {
    return byFirstN.isEmpty()
        ? WalPosition.BEFORE_FIRST
        : byFirstN.lastEntry().getValue().throughN();
  }

  private void progress(long bytes) {
    bytesDone += bytes;
    listener.progress(bytesDone, bytesTotal);
  }

  private void look(ObjectName name, List<ObjectName> present) throws ObjectStoreException {
    Optional<IndexName> indexName = ArchiveNames.indexName(name);
    Optional<Mark> mark = ArchiveNames.mark(partition, name);
    Optional<Beginning> beginning = ArchiveNames.beginning(partition, name);
    if (indexName.isPresent()) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isPresent()) { // Otherwise retention has taken it meanwhile.
        SegmentIndex index = SegmentIndexJson.read(name, bytes.get());
        indexes++;
        named.add(index.segment().name());
        SegmentIndex other = byFirstN.get(index.firstN());
        if (other == null || other.throughN() < index.throughN()) {
          byFirstN.put(index.firstN(), index);
        }
        verifySegment(index);
      }
    } else if (mark.isPresent()) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isPresent()) {
        mark.get().check(bytes.get());
        marks.add(mark.get());
      }
    } else if (beginning.isPresent()) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isPresent()) {
        beginning.get().check(bytes.get());
        beginnings.add(beginning.get().firstN());
      }
    } else if (ArchiveNames.isSegment(name)) {
      present.add(name);
    } else {
      throw new ObjectCorruptException(name, "it stands in the archive, but is no part of it");
    }
  }

  private void verifySegment(SegmentIndex index) throws ObjectStoreException {
    byte[] bytes = segments.readAll(index);
    for (Member member : index.members()) {
      segments.readMember(index, member, bytes, entry -> {});
    }
    progress(bytes.length);
  }

  /** What is older than the oldest segment was never there, or retention took it. */
  private void checkBeginning() {
    if (byFirstN.isEmpty()) {
      return;
    }
    SegmentIndex oldest = byFirstN.firstEntry().getValue();
    if (oldest.followsN() >= 0 && !beginnings.contains(oldest.firstN())) {
      wrong.add(
          "objects before %s are missing or damaged: records through %d were archived, and retention has not removed them"
              .formatted(ArchiveNames.index(partition, oldest.firstN()), oldest.followsN()));
    } else if (oldest.followsN() < 0 && oldest.firstN() > 0 && !oldest.beginsEpochAfter(0)) {
      gaps.add("0 to %d".formatted(oldest.firstN() - 1));
    }
  }

  /** Leaves in {@link #byFirstN} what readers use, and notes what is missing between. */
  private void checkOrder() {
    long throughN = -1;
    for (SegmentIndex index : List.copyOf(byFirstN.values())) {
      if (index.throughN() <= throughN) {
        byFirstN.remove(index.firstN());
        continue;
      }
      if (throughN >= 0 && index.firstN() > throughN + 1) {
        if (index.followsN() > throughN) {
          wrong.add(
              "object %s is missing or damaged: records %d to %d are not archived"
                  .formatted(
                      ArchiveNames.index(partition, throughN + 1),
                      throughN + 1,
                      index.firstN() - 1));
        } else if (!index.beginsEpochAfter(throughN + 1)) {
          gaps.add("%d to %d".formatted(throughN + 1, index.firstN() - 1));
        }
      }
      records += index.records();
      throughN = index.throughN();
    }
  }
}
