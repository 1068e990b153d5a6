package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.backup.archive.SegmentAssembly.Records;
import io.entdb.backup.archive.SegmentAssembly.Through;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Makes larger segments of small ones. What they replace stays for readers that found it. */
public final class Compactor {
  /** So many small segments become one. */
  public static final int SEGMENTS = 100;

  /** So many bytes of small segments become one; at most twice that is held in memory. */
  public static final long BYTES = 32L * 1024 * 1024;

  private final Archive archive;
  private final ArchiveWriter writer;
  private final InstantSource clock;
  private final int segmentsMin;
  private final long bytesMin;

  public Compactor(Archive archive, ArchiveWriter writer, InstantSource clock) {
    this(archive, writer, clock, SEGMENTS, BYTES);
  }

  /** With other bounds, for tests. */
  Compactor(
      Archive archive, ArchiveWriter writer, InstantSource clock, int segmentsMin, long bytesMin) {
    this.archive = archive;
    this.writer = writer;
    this.clock = clock;
    this.segmentsMin = segmentsMin;
    this.bytesMin = bytesMin;
  }

  /**
   * Makes one larger segment of a partition's oldest small ones, once there are enough.
   *
   * @return what was made; empty = nothing was to be done, or another archiver did it
   */
  public Optional<SegmentIndex> compact(int partition) throws ObjectStoreException {
    List<SegmentIndex> run = new ArrayList<>();
    long bytes = 0;
    long compactedThroughN = -1;
    for (IndexName name : archive.catalog().indexes(partition).values()) {
      compactedThroughN = Math.max(compactedThroughN, name.throughN().orElse(-1));
      if (name.isCompacted()) {
        run.clear();
        bytes = 0;
        continue;
      }
      Optional<SegmentIndex> index =
          name.firstN() <= compactedThroughN
              ? Optional.empty()
              : archive.catalog().read(name.object());
      if (index.isEmpty()) {
        continue; // Inside a compacted one, and perhaps gone.
      }
      if (!run.isEmpty() && index.get().firstN() != run.getLast().throughN() + 1) {
        run.clear(); // A segment never reaches over a gap.
        bytes = 0;
      }
      run.add(index.get());
      bytes += index.get().segment().bytes();
      if (run.size() == 1 && bytes >= bytesMin) {
        run.clear(); // Large enough by itself.
        bytes = 0;
      } else if (run.size() >= segmentsMin || bytes >= bytesMin) {
        return write(join(run));
      }
    }
    return Optional.empty();
  }

  private Optional<SegmentIndex> write(Segment segment) throws ObjectStoreException {
    SegmentIndex index = segment.index();
    boolean isOurs = writer.putCompacted(segment);
    // Or the next look would find the same small segments again.
    archive
        .catalog()
        .add(
            index.partition(),
            new IndexName(
                ArchiveNames.compactedIndex(index.partition(), index.firstN(), index.throughN()),
                index.firstN(),
                OptionalLong.of(index.throughN())));
    return isOurs ? Optional.of(index) : Optional.empty();
  }

  private Segment join(List<SegmentIndex> run) throws ObjectStoreException {
    List<byte[]> segments = new ArrayList<>();
    var keys = new TreeSet<String>();
    long records = 0;
    long timeMs = Long.MIN_VALUE;
    for (SegmentIndex index : run) {
      segments.add(archive.segments().readAll(index));
      index.members().forEach(member -> keys.add(member.key()));
      records += index.records();
      timeMs = Math.max(timeMs, index.throughTimeMs());
    }
    var assembly = new SegmentAssembly();
    for (String key : keys) {
      Records<ObjectStoreException> ofKey =
          sink -> {
            for (int i = 0; i < run.size(); i++) {
              Optional<Member> member = run.get(i).member(key);
              if (member.isPresent()) {
                archive.segments().readMember(run.get(i), member.get(), segments.get(i), sink);
              }
            }
          };
      assembly.add(key, ofKey);
    }
    SegmentIndex first = run.getFirst();
    Segment joined =
        assembly.finish(
            first.partition(),
            first.firstN(),
            first.followsN(),
            new Through(run.getLast().throughN(), timeMs),
            clock.instant());
    if (joined.index().records() != records) {
      throw new IllegalStateException(
          "%d records became %d".formatted(records, joined.index().records()));
    }
    return joined;
  }
}
