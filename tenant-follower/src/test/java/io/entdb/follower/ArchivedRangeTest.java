package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectName;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import io.entdb.wal.consumer.WalUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log in its second life, whose first is in the archive only (ADR 0017 D9). */
class ArchivedRangeTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final long NEXT = WalPosition.n(1, 0);

  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final List<LogEntry> log =
      List.of(entry(NEXT, "acme"), entry(NEXT + 1, "other"), entry(NEXT + 2, "acme"));
  private final ArchivedRange range =
      new ArchivedRange(new Archive(objects, InstantSource.system()), new SecondLife());

  @BeforeEach
  void archiveTheFirstLife() throws Exception {
    archive(0, -1, entry(0, "acme"), entry(1, "other"), entry(2, "acme"));
    archive(3, 2, entry(3, "gone"), entry(4, "acme"));
  }

  private void archive(long first, long follows, LogEntry... entries) throws Exception {
    var segment = new SegmentBuilder(1, first, follows);
    Arrays.stream(entries).forEach(segment::add);
    new ArchiveWriter(objects).put(segment.build(Instant.EPOCH));
  }

  private static LogEntry entry(long n, String key) {
    return new LogEntry(new WalPosition(1, n), 0, 1_000, key, new byte[] {1}, List.of());
  }

  private List<Long> read(long fromN, long toN) throws Exception {
    var found = new ArrayList<Long>();
    range.read(ACME, 1, fromN, toN, entry -> found.add(entry.position().n()));
    return found;
  }

  @Test
  void aStretchGoesOverIntoThePresentLife() throws Exception {
    assertThat(read(0, NEXT + 2)).containsExactly(0L, 2L, 4L, NEXT, NEXT + 2);
    assertThat(read(3, NEXT)).containsExactly(4L, NEXT);
    assertThat(read(5, NEXT + 2)).containsExactly(NEXT, NEXT + 2);
    assertThat(read(2, 100)).containsExactly(2L, 4L);
    archive(NEXT, 4, log.toArray(LogEntry[]::new));
    assertThat(read(0, NEXT + 2)).containsExactly(0L, 2L, 4L, NEXT, NEXT + 2);
  }

  @Test
  void tenantsOfTheFirstLifeAreThoseOfItsArchive() throws Exception {
    assertThat(range.tenants(1, 3, NEXT - 1)).contains(ACME, new TenantId("gone"));
    assertThat(range.tenants(1, 5, NEXT - 1)).isEmpty();
  }

  @Test
  void whatTheArchiveLacksIsNotPassedOver() throws Exception {
    objects.delete(new ObjectName("archive/p=1/00000000000000000000.index.json"));
    assertThatThrownBy(() -> read(0, NEXT + 2))
        .isInstanceOfSatisfying(
            WalTruncatedException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORGOTTEN));
  }

  @Test
  void anArchiveThatCannotBeReadIsNotPassedOver() {
    objects.damage(new ObjectName("archive/p=1/00000000000000000003.index.json"), new byte[] {1});
    assertThatThrownBy(() -> read(3, NEXT + 2)).isInstanceOf(WalUnavailableException.class);
  }

  /** What Kafka holds. */
  private final class SecondLife implements WalRange {
    @Override
    public long firstN() {
      return NEXT;
    }

    @Override
    public <E extends Exception> void read(
        int partition, long fromN, long toN, Predicate<String> keys, Sink<E> sink)
        throws WalTruncatedException, E {
      if (fromN <= toN && fromN < NEXT) {
        throw new WalTruncatedException(partition, Kind.FORGOTTEN, "an earlier life");
      }
      for (LogEntry entry : log) {
        long n = entry.position().n();
        if (n >= fromN && n <= toN && keys.test(entry.key())) {
          sink.accept(entry);
        }
      }
    }
  }
}
