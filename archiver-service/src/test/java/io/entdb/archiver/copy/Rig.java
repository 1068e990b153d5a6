package io.entdb.archiver.copy;

import io.entdb.backup.ProgressListener;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveVerifier;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentIndex;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import io.entdb.wal.consumer.InMemoryTail;
import io.entdb.wal.consumer.InMemoryWal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A log and an object store in memory, with a clock that only the test moves. */
final class Rig {
  long nowMs = 1_700_000_000_000L;
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  final InMemoryWal wal;
  final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  final Noted noted = new Noted();

  Rig(int partitions) {
    wal = new InMemoryWal(partitions);
  }

  /** One archiver with its tail. */
  record Instance(InMemoryTail tail, LogCopier copier) {
    void step() {
      copier.step(Duration.ZERO);
    }
  }

  Instance start() {
    InMemoryTail tail = wal.tail();
    var copier =
        new LogCopier(
            new Policy(),
            new LogCopier.Log(0, tail, wal),
            new LogCopier.Objects(new Archive(objects, clock), new ArchiveWriter(objects)),
            noted,
            clock,
            Runnable::run);
    return new Instance(tail, copier);
  }

  /** An archiver that has partition 0. */
  Instance started() {
    Instance instance = start();
    instance.tail().assign(0);
    steps(instance, 2);
    return instance;
  }

  void steps(Instance instance, int count) {
    for (int i = 0; i < count; i++) {
      nowMs += 1;
      instance.step();
    }
  }

  void append(int partition, String key, String value) {
    wal.append(partition, key, value.getBytes(java.nio.charset.StandardCharsets.UTF_8), nowMs);
  }

  /** Removes a segment and its index behind everybody's back; false = there is none. */
  boolean loseSegment(SplittableRandom random) throws Exception {
    List<ObjectEntry> indexes =
        objects.list("archive/", "").stream()
            .filter(entry -> entry.name().value().endsWith(".index.json"))
            .toList();
    if (!indexes.isEmpty()) {
      String index = indexes.get(random.nextInt(indexes.size())).name().value();
      for (ObjectEntry entry : objects.list(index.substring(0, index.indexOf('.')), "")) {
        objects.delete(entry.name());
      }
    }
    return !indexes.isEmpty();
  }

  ArchiveVerifier.Report verify(int partition) throws Exception {
    return ArchiveVerifier.verify(objects, partition, ProgressListener.NONE);
  }

  /** All that the archive holds of a stretch, in order of position. */
  List<String> archived(int partition, long fromN, long toN) throws Exception {
    var archive = new Archive(objects, clock);
    var all = new ArrayList<LogEntry>();
    for (String key : new TreeSet<>(archive.keys(partition, fromN, toN))) {
      archive.read(partition, fromN, toN, key, all::add);
    }
    return texts(all);
  }

  static List<String> texts(List<LogEntry> entries) {
    return entries.stream()
        .sorted((a, b) -> a.position().compareTo(b.position()))
        .map(
            e ->
                "%s %s %d %s"
                    .formatted(
                        e.position(),
                        e.key(),
                        e.brokerTime(),
                        java.util.HexFormat.of().formatHex(e.value())))
        .toList();
  }

  /** Small numbers. */
  static final class Policy implements CopyPolicy {
    @Override
    public long segmentBytes() {
      return 400;
    }

    @Override
    public int segmentRecords() {
      return 20;
    }

    @Override
    public Duration flushAfter() {
      return Duration.ofSeconds(20);
    }

    @Override
    public Duration markInterval() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Duration clockSkewMax() {
      return Duration.ofSeconds(10);
    }

    @Override
    public long waitingBytesMax() {
      return 1_500;
    }

    @Override
    public Duration retryFirst() {
      return Duration.ofMillis(500);
    }

    @Override
    public Duration retryMax() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration compactInterval() {
      return Duration.ofMinutes(5);
    }
  }

  /** What was heard. */
  static final class Noted implements CopyListener {
    final List<SegmentIndex> written = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    int failures;
    int overtaken;
    int missing;
    long lost;

    @Override
    public void written(SegmentIndex index, Duration took) {
      written.add(index);
    }

    @Override
    public void failed(int partition, String reason) {
      failures++;
    }

    @Override
    public void overtaken(int partition) {
      overtaken++;
    }

    @Override
    public void lost(int partition, long records) {
      lost += records;
    }

    @Override
    public void stopped(int partition, String reason) {
      stopped.add(reason);
    }

    @Override
    public void missing(int partition) {
      missing++;
    }

    @Override
    public void compacted(SegmentIndex index) {}
  }
}
