package io.entdb.backup.archive;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects a partition's records, in order, and makes a segment of them. For one thread. */
public final class SegmentBuilder {
  private final int partition;
  private final long firstN;
  private final long followsN;
  private final TreeMap<String, List<LogEntry>> byKey = new TreeMap<>();
  private long throughN;
  private long throughTimeMs = Long.MIN_VALUE;
  private long bytes;
  private int records;

  /**
   * A segment that begins at a position.
   *
   * @param firstN after {@code followsN}; further on only where the log has lost what is between
   * @param followsN through where the archive reaches; -1 = it holds nothing
   */
  public SegmentBuilder(int partition, long firstN, long followsN) {
    if (firstN <= followsN) {
      throw new IllegalArgumentException(
          "a segment at %d cannot follow %d".formatted(firstN, followsN));
    }
    this.partition = partition;
    this.firstN = firstN;
    this.followsN = followsN;
    this.throughN = firstN - 1;
  }

  /** Adds a record that comes after all before. */
  public void add(LogEntry entry) {
    WalPosition position = entry.position();
    if (position.partition() != partition || position.n() <= throughN) {
      throw new IllegalArgumentException(
          "record %s cannot follow %d of partition %d".formatted(position, throughN, partition));
    }
    throughN = position.n();
    throughTimeMs = Math.max(throughTimeMs, entry.brokerTime());
    bytes += entry.value().length;
    records++;
    byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry);
  }

  public int records() {
    return records;
  }

  /** Bytes of the records' values: what it holds in memory, nearly. */
  public long bytes() {
    return bytes;
  }

  /** n of the last record, or what comes before the segment. */
  public long throughN() {
    return throughN;
  }

  /** The segment of at least one record. */
  public Segment build(Instant createdAt) {
    var assembly = new SegmentAssembly();
    byKey.forEach((key, entries) -> assembly.add(key, sink -> entries.forEach(sink::accept)));
    var through = new SegmentAssembly.Through(throughN, throughTimeMs);
    return assembly.finish(partition, firstN, followsN, through, createdAt);
  }
}
