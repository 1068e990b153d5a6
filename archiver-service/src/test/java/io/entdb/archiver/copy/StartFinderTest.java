package io.entdb.archiver.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.archiver.copy.StartFinder.Start;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import io.entdb.wal.consumer.WalExtent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartFinderTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_000));
  private static final long NEXT = WalPosition.n(1, 0);

  private final InMemoryObjectStore objects = new InMemoryObjectStore(CLOCK);
  private final StartFinder starts =
      new StartFinder(new Archive(objects, CLOCK), new Beginning(NEXT), 1);

  /** A log of which only the beginning matters. */
  private record Beginning(long n) implements WalExtent {
    @Override
    public int partitionCount() {
      return 1;
    }

    @Override
    public Map<Integer, Long> endN(Collection<Integer> partitions) {
      return Map.of();
    }

    @Override
    public Map<Integer, Long> beginningN(Collection<Integer> partitions) {
      Map<Integer, Long> beginnings = new HashMap<>();
      partitions.forEach(partition -> beginnings.put(partition, n));
      return beginnings;
    }
  }

  /**
   * Goal: what a former life of the log had is never taken for what never was. Method: a loss lies
   * in the former life, another in this one, a third reaches from one into the other.
   */
  @Test
  void onlyWhatThisLifeOfTheLogHadIsCopiedAgain() throws Exception {
    long[] segments = {0, 1, 2, 3, NEXT, NEXT + 1, NEXT + 2, NEXT + 3};
    long follows = -1;
    for (long n : segments) {
      write(n, follows);
      follows = n;
    }
    assertThat(starts.findLost(0)).isEmpty();
    assertThat(starts.find(0).nextN()).isEqualTo(NEXT + 4);

    remove(1);
    assertThat(starts.findLost(0)).as("of the former life").isEmpty();
    remove(3);
    remove(NEXT);
    assertThat(starts.findLost(0)).as("of both").isEmpty();
    remove(NEXT + 2);
    Start start = starts.findLost(0).orElseThrow();
    assertThat(start.archived().throughN()).isEqualTo(NEXT + 1);
    assertThat(start.nextN()).isEqualTo(NEXT + 2);
    assertThat(start.lastN()).isEqualTo(NEXT + 2);
    assertThat(starts.find(0)).as("a beginning would come first").matches(it -> !it.isAgain());
  }

  private void write(long n, long followsN) throws Exception {
    var builder = new SegmentBuilder(0, n, followsN);
    builder.add(new LogEntry(new WalPosition(0, n), -1, 1, "acme", new byte[1], List.of()));
    assertThat(new ArchiveWriter(objects).put(builder.build(CLOCK.instant()))).isTrue();
  }

  private void remove(long n) throws Exception {
    for (ObjectEntry entry : objects.list("archive/p=0/%020d".formatted(n), "")) {
      objects.delete(entry.name());
    }
  }
}
