package io.entdb.backup.archive;

import static io.entdb.backup.archive.Entries.TIME;
import static io.entdb.backup.archive.Entries.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.entdb.backup.ProgressListener;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(TIME));

  private final InMemoryObjectStore objects = new InMemoryObjectStore(CLOCK);
  private final ArchiveWriter writer = new ArchiveWriter(objects);
  private final Archive archive = new Archive(objects, CLOCK);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsRead(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    List<LogEntry> log = Entries.random(random, 3, random.nextInt(3), 300);
    writeInPieces(log, random, 40);

    long last = log.getLast().position().n();
    for (int i = 0; i < 50; i++) {
      LogEntry some = log.get(random.nextInt(log.size()));
      long from = random.nextLong(log.getFirst().position().n(), last + 1);
      long to = random.nextLong(from, last + 1);

      assertThat(Entries.texts(read(3, from, to, some.key())))
          .isEqualTo(Entries.texts(slice(log, from, to, some.key())));
    }
    assertThat(archive.partitions()).containsExactly(3);
    assertThat(archive.coverage(3).throughN()).isEqualTo(last);
    assertThat(verify(3).isSound()).isTrue();
    assertThat(verify(3).records()).isEqualTo(log.size());
  }

  @Test
  void aSegmentIsJsonLinesForZcatAndOneTenantIsOneRange() throws Exception {
    var builder = new SegmentBuilder(0, 0, -1);
    builder.add(entry(0, 0, "beta", "b"));
    builder.add(entry(0, 1, "acme", "a"));
    builder.add(entry(0, 2, "beta", "bb"));
    Segment segment = builder.build(CLOCK.instant());

    String all = gunzip(segment.bytes());
    assertThat(all.lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"partition\":0,\"n\":") && line.endsWith("}}"));
    SegmentIndex.Member acme = segment.index().member("acme").orElseThrow();
    byte[] range = new byte[acme.bytes()];
    System.arraycopy(segment.bytes(), (int) acme.fromByte(), range, 0, range.length);
    assertThat(gunzip(range))
        .isEqualTo(
            "{\"partition\":0,\"n\":1,\"time_ms\":1700000000001,\"time\":\"2023-11-14T22:13:20.001Z\","
                + "\"key\":\"acme\",\"headers\":[{\"name\":\"traceparent\",\"value\":\"AQE=\"}],"
                + "\"record\":\"YQ==\",\"view\":"
                + all.substring(all.indexOf("{\"unreadable"), all.indexOf('\n'))
                + "\n");
    assertThat(segment.index().member("zeta")).isEmpty();
  }

  @Test
  void whatTheArchiveDoesNotHoldIsSaid() throws Exception {
    beginAt(0, 5);
    write(5, 4, entry(0, 5, "acme", "a"), entry(0, 6, "acme", "b"));
    write(7, 6, entry(0, 7, "acme", "c"));
    write(20, 7, entry(0, 20, "acme", "d"));

    assertThat(read(0, 5, 7, "acme")).hasSize(3);
    assertThat(read(0, 20, 20, "acme")).hasSize(1);
    assertMissing(4, 6, 4, 4);
    assertMissing(6, 21, 8, 19);
    assertMissing(10, 12, 10, 12);
    assertMissing(20, 22, 21, 22);
    assertThatThrownBy(() -> read(1, 0, 3, "acme")).isInstanceOf(ArchiveMissingException.class);
    assertThat(verify(0).gaps()).containsExactly("8 to 19");
    assertThat(verify(0).isSound()).isTrue();
  }

  @Test
  void aLifeOfTheLogGoesOnAfterTheArchiveOfTheOneBefore() throws Exception {
    long next = WalPosition.n(1, 0);
    write(0, -1, entry(0, 0, "acme", "a"), entry(0, 1, "other", "b"));
    write(next, 1, entry(0, next, "acme", "c"), entry(0, next + 2, "acme", "d"));
    long later = WalPosition.n(3, 5);
    write(later, next + 2, entry(0, later, "acme", "e"));

    assertThat(read(0, 0, next + 2, "acme")).hasSize(3);
    assertThat(read(0, 2, next - 1, "acme")).isEmpty();
    assertThat(read(0, 2, next, "acme")).hasSize(1);
    assertMissing(0, later, next + 3, later - 1); // It does not begin with the life's first.
    assertThat(verify(0).gaps()).containsExactly("%d to %d".formatted(next + 3, later - 1));
    assertThat(verify(0).isSound()).isTrue();
  }

  /**
   * Goal: nobody takes the beginning of a life for the end of the one before, whose archive is
   * lost. Method: the archive of the second life follows nothing, as an archiver writes it that
   * finds none.
   */
  @Test
  void whatALostArchiveHadOfTheLifeBeforeIsMissing() throws Exception {
    long next = WalPosition.n(1, 0);
    write(next, -1, entry(0, next, "acme", "c"));

    assertThat(read(0, next, next, "acme")).hasSize(1);
    assertMissing(7, next, 7, next - 1);
    assertMissing(7, next - 1, 7, next - 1);
  }

  private void assertMissing(long from, long to, long lacksFrom, long lacksTo) {
    assertThatThrownBy(() -> read(0, from, to, "acme"))
        .isInstanceOfSatisfying(
            ArchiveMissingException.class,
            e -> {
              assertThat(e.fromN()).isEqualTo(lacksFrom);
              assertThat(e.toN()).isEqualTo(lacksTo);
            });
  }

  @Test
  void theSecondArchiverAtAPositionLoses() throws Exception {
    write(0, -1, entry(0, 0, "acme", "a"), entry(0, 1, "acme", "b"));
    var other = new SegmentBuilder(0, 0, -1);
    other.add(entry(0, 0, "acme", "a"));

    assertThat(writer.put(other.build(CLOCK.instant()))).isFalse();

    assertThat(read(0, 0, 1, "acme")).hasSize(2);
    assertThat(verify(0).isSound()).isTrue();
    assertThat(verify(0).unnamed()).isEqualTo(1);
  }

  @Test
  void everyChangedByteIsNoticedAndItsObjectNamed() throws Exception {
    write(0, -1, entry(0, 0, "acme", "a"), entry(0, 1, "beta", "b"), entry(0, 2, "acme", "c"));
    write(3, 2, entry(0, 3, "acme", "d"));
    writer.put(new Mark(0, 3, TIME + 10));

    for (var object : objects.list("archive/", "")) {
      ObjectName name = object.name();
      byte[] bytes = objects.get(name).orElseThrow();
      for (int i = 0; i < bytes.length; i++) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << (i % 8));
        assertNoticed(name, flipped);
      }
      for (int length : List.of(0, 1, bytes.length / 2, bytes.length - 1)) {
        assertNoticed(name, java.util.Arrays.copyOf(bytes, length));
      }
      assertNoticed(name, java.util.Arrays.copyOf(bytes, bytes.length + 1));
      objects.damage(name, bytes);
    }
    assertThat(verify(0).isSound()).isTrue();
  }

  private void assertNoticed(ObjectName name, byte[] damaged) throws Exception {
    objects.damage(name, damaged);
    assertThat(verify(0).wrong()).as("%s", name).anyMatch(line -> line.contains(name.value()));
    // Nobody who reads everything gets wrong records; whoever needs the object hears its name.
    var fresh = new Archive(objects, CLOCK);
    var seen = new ArrayList<LogEntry>();
    try {
      fresh.coverage(0);
      for (String key : List.of("acme", "beta")) {
        fresh.read(0, 0, 3, key, seen::add);
      }
      assertThat(name.value()).as("only bytes past what is read may pass").endsWith(".gz");
      assertThat(Entries.texts(seen))
          .isEqualTo(
              Entries.texts(
                  List.of(
                      entry(0, 0, "acme", "a"),
                      entry(0, 2, "acme", "c"),
                      entry(0, 3, "acme", "d"),
                      entry(0, 1, "beta", "b"))));
    } catch (ObjectCorruptException e) {
      assertThat(e.object()).isEqualTo(name);
    }
  }

  @Test
  void everyMissingObjectIsNoticedAndNamed() throws Exception {
    for (int n = 0; n < 4; n++) {
      write(n, n - 1, entry(0, n, "acme", "a" + n));
    }
    writer.put(new Mark(0, 3, TIME + 10));
    for (var object : objects.list("archive/", "")) {
      byte[] bytes = objects.get(object.name()).orElseThrow();
      if (object.name().value().contains("marks")) {
        continue; // Retention takes these, oldest first.
      }
      objects.delete(object.name());
      if (object.name().value().contains("00000000000000000000.index")) {
        assertThat(verify(0).wrong())
            .singleElement(STRING)
            .contains("records through 0 were archived", "00000000000000000001.index.json");
        assertThat(new LossFinder(new Archive(objects, CLOCK)).find(0))
            .containsExactly(new Loss(-1, 0, 1));
        assertThatThrownBy(() -> read(0, 0, 3, "acme")).isInstanceOf(ArchiveMissingException.class);
        objects.putIfAbsent(object.name(), bytes);
        continue;
      }

      assertThat(verify(0).wrong()).anyMatch(line -> line.contains(object.name().value()));
      var fresh = new Archive(objects, CLOCK);
      assertThatThrownBy(
              () -> {
                fresh.coverage(0);
                fresh.read(0, 0, 3, "acme", entry -> {});
              })
          .isInstanceOfSatisfying(
              ObjectCorruptException.class, e -> assertThat(e.object()).isEqualTo(object.name()));
      objects.putIfAbsent(object.name(), bytes);
    }
    assertThat(verify(0).isSound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void compactionChangesNothingThatIsRead(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    List<LogEntry> log = Entries.random(random, 0, 7, 400);
    writeInPieces(log, random, 12);
    var compactor = new Compactor(archive, writer, CLOCK, 10, 100_000);
    int compacted = 0;
    while (compacted < 100 && compactor.compact(0).isPresent()) {
      compacted++;
    }
    assertThat(compacted).isBetween(3, 99);
    // Another archiver of the past comes to the same place with the same records.
    assertSame(log, random, archive);
    assertSame(log, random, new Archive(objects, CLOCK));
    ArchiveVerifier.Report report = verify(0);
    assertThat(report.wrong()).isEmpty();
    assertThat(report.records()).isEqualTo(log.size());
    assertThat(report.superseded()).isGreaterThanOrEqualTo(compacted * 2);

    for (ObjectName name : Superseded.of(objects, 0).objects()) {
      objects.delete(name);
    }
    assertSame(log, random, archive);
    assertSame(log, random, new Archive(objects, CLOCK));
    assertThat(verify(0).wrong()).isEmpty();
    assertThat(verify(0).superseded()).isZero();
    assertThat(verify(0).records()).isEqualTo(log.size());
  }

  private static void assertSame(List<LogEntry> log, SplittableRandom random, Archive archive)
      throws Exception {
    long last = log.getLast().position().n();
    assertThat(archive.coverage(0).throughN()).isEqualTo(last);
    for (int i = 0; i < 30; i++) {
      String key = log.get(random.nextInt(log.size())).key();
      long from = random.nextLong(7, last + 1);
      long to = random.nextLong(from, last + 1);
      var seen = new ArrayList<LogEntry>();
      archive.read(0, from, to, key, seen::add);
      assertThat(Entries.texts(seen)).isEqualTo(Entries.texts(slice(log, from, to, key)));
    }
  }

  @Test
  void marksMoveTheTimeOfAnIdlePartition() throws Exception {
    assertThat(archive.coverage(0)).isEqualTo(Coverage.NONE);
    write(0, -1, entry(0, 0, "acme", "a"));
    assertThat(archive.coverage(0)).isEqualTo(new Coverage(0, 0, TIME));
    writer.put(new Mark(0, 0, TIME + 500));
    writer.put(new Mark(0, 0, TIME + 900));
    assertThat(archive.coverage(0)).isEqualTo(new Coverage(0, 0, TIME + 900));
    write(1, 0, entry(0, 1, "acme", "a"));
    assertThat(archive.coverage(0)).isEqualTo(new Coverage(0, 1, TIME + 1));
  }

  @Test
  void moreThanAThousandSegmentsAreAllFound() throws Exception {
    for (int n = 0; n < 1_500; n++) {
      write(n, n - 1, entry(0, n, "acme", ""));
    }
    assertThat(archive.coverage(0).throughN()).isEqualTo(1_499);
    assertThat(read(0, 0, 1_499, "acme")).hasSize(1_500);
    assertThat(read(0, 1_400, 1_400, "acme")).hasSize(1);
  }

  private void writeInPieces(List<LogEntry> log, SplittableRandom random, int most)
      throws Exception {
    long follows = log.getFirst().position().n() - 1;
    beginAt(log.getFirst().position().partition(), follows + 1);
    int at = 0;
    while (at < log.size()) {
      int end = Math.min(log.size(), at + random.nextInt(1, most));
      write(follows + 1, follows, log.subList(at, end).toArray(LogEntry[]::new));
      follows = log.get(end - 1).position().n();
      at = end;
    }
  }

  /** As retention leaves it. */
  private void beginAt(int partition, long firstN) throws Exception {
    var beginning = new Beginning(partition, firstN);
    objects.putIfAbsent(beginning.name(), beginning.toJson());
  }

  private void write(long firstN, long followsN, LogEntry... entries) throws Exception {
    var builder = new SegmentBuilder(entries[0].position().partition(), firstN, followsN);
    for (LogEntry entry : entries) {
      builder.add(entry);
    }
    assertThat(writer.put(builder.build(CLOCK.instant()))).isTrue();
  }

  private List<LogEntry> read(int partition, long from, long to, String key) throws Exception {
    var seen = new ArrayList<LogEntry>();
    archive.read(partition, from, to, key, seen::add);
    return seen;
  }

  private static List<LogEntry> slice(List<LogEntry> log, long from, long to, String key) {
    return log.stream()
        .filter(e -> e.position().n() >= from && e.position().n() <= to && e.key().equals(key))
        .toList();
  }

  private ArchiveVerifier.Report verify(int partition) throws Exception {
    return ArchiveVerifier.verify(objects, partition, ProgressListener.NONE);
  }

  private static String gunzip(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
