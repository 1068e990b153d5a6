package io.entdb.backup.archive;

import static io.entdb.backup.archive.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.ObjectEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LossFinderTest {
  private long nowMs = 1_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final ArchiveWriter writer = new ArchiveWriter(objects);
  private final LossFinder finder = new LossFinder(new Archive(objects, clock));

  /**
   * Goal: every loss is found, and nothing else is taken for one. Method: segments of which some
   * declare a gap, in part compacted; random ones are removed, and what is found must be what the
   * archive held between those that are left.
   */
  @Test
  void whatIsMissingBetweenSegmentsIsFound() throws Exception {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 40; round++) {
      removeAll("archive/"); // The next ones take their names.
      nowMs += 1_000;
      var through = new ArrayList<Long>();
      var first = new ArrayList<Long>();
      long follows = -1;
      for (int i = 0; i < 12; i++) {
        long firstN = follows + 1 + (random.nextInt(4) == 0 ? 5 : 0);
        long throughN = firstN + random.nextInt(3);
        write(firstN, follows, throughN);
        first.add(firstN);
        through.add(throughN);
        follows = throughN;
      }
      assertThat(finder.find(0)).isEmpty();

      var expected = new ArrayList<Loss>();
      long afterN = -1;
      long lostN = -1;
      for (int i = 0; i < 12; i++) {
        if (i < 11 && random.nextInt(3) == 0) {
          removeAll("archive/p=0/%020d".formatted(first.get(i)));
          lostN = through.get(i);
        } else {
          if (lostN > afterN) {
            expected.add(new Loss(afterN, lostN, first.get(i)));
          }
          afterN = through.get(i);
          lostN = afterN;
        }
      }
      assertThat(finder.find(0)).as("round %d", round).isEqualTo(expected);
      assertThat(new LossFinder(new Archive(objects, clock)).find(0)).isEqualTo(expected);
      assertThat(finder.beginning(0))
          .isEqualTo(expected.stream().filter(loss -> loss.afterN() < 0).findFirst());
    }
  }

  @Test
  void whatCompactionAndRetentionRemoveIsNoLoss() throws Exception {
    for (int n = 0; n < 30; n++) {
      write(n, n - 1L, n);
    }
    var archive = new Archive(objects, clock);
    var compactor = new Compactor(archive, writer, clock, 10, 100_000);
    assertThat(compactor.compact(0)).isPresent();
    assertThat(finder.find(0)).isEmpty();
    for (var superseded : Superseded.of(objects, 0).objects()) {
      objects.delete(superseded);
      assertThat(finder.find(0)).isEmpty();
    }
    assertThat(compactor.compact(0)).isPresent();
    var retention = new ArchiveRetention(objects);
    retention.removeBefore(
        0, Instant.ofEpochMilli(Long.MAX_VALUE), (key, throughN) -> throughN < 15);
    assertThat(finder.find(0)).isEmpty();

    removeAll("archive/p=0/%020d".formatted(10));
    removeAll("archive/p=0/%020d".formatted(25));
    assertThat(finder.find(0))
        .last()
        .isEqualTo(new Loss(24, 25, 26))
        .hasToString("records 25 to 25");
  }

  @Test
  void aLargeArchiveIsReadOnceAndNotAllAtOnce() throws Exception {
    for (int n = 0; n < 1_500; n++) {
      write(n, n - 1L, n);
    }
    removeAll("archive/p=0/%020d".formatted(700));
    var reads = new AtomicInteger();
    objects.setFaults(
        (verb, name) -> {
          reads.addAndGet(verb.equals("get") ? 1 : 0);
          return Fault.NONE;
        });
    int looks = 0;
    List<Loss> found = List.of();
    while (found.isEmpty()) {
      int before = reads.get();
      found = finder.find(0);
      looks++;
      assertThat(reads.get() - before).isLessThanOrEqualTo(2 * 201);
      assertThat(looks).isLessThan(6);
    }
    assertThat(found).containsExactly(new Loss(699, 700, 701));
    for (int i = 0; i < 8; i++) {
      finder.find(0);
    }
    int before = reads.get();
    assertThat(finder.find(0)).isEqualTo(found);
    assertThat(reads.get()).as("all are known").isEqualTo(before);
  }

  private void write(long firstN, long followsN, long throughN) throws Exception {
    var builder = new SegmentBuilder(0, firstN, followsN);
    for (long n = firstN; n <= throughN; n++) {
      builder.add(entry(0, n, "acme", "a" + n));
    }
    assertThat(writer.put(builder.build(clock.instant()))).isTrue();
  }

  private void removeAll(String prefix) throws Exception {
    for (ObjectEntry object : objects.list(prefix, "")) {
      objects.delete(object.name());
    }
  }
}
