package io.entdb.archiver.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.archiver.copy.Rig.Instance;
import io.entdb.backup.archive.ArchiveVerifier;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever befalls archivers and the object store, the archive holds every record once.
 * Method: one seed draws appends, crashes, zombies (two archivers with the same partition), lost
 * answers, and leaps of time. -Dentdb.seed repeats a run.
 */
final class LogCopierSimulationTest {
  private static final int PARTITIONS = 2;

  static LongStream seeds() {
    return seeds(150);
  }

  static LongStream seedsOfLosses() {
    return seeds(60);
  }

  private static LongStream seeds(int count) {
    Long seed = Long.getLong("entdb.seed");
    return seed != null ? LongStream.of(seed) : LongStream.range(0, count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsArchivedOnce(long seed) throws Exception {
    var rig = new Rig(PARTITIONS);
    play(rig, new SplittableRandom(seed), () -> {});

    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertThat(rig.verify(partition).records()).isEqualTo(rig.wal.entries(partition).size());
    }
  }

  /** The same, while somebody removes segments now and then, wherever they are. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfLosses")
  void whatIsRemovedIsArchivedAgain(long seed) throws Exception {
    var rig = new Rig(PARTITIONS);
    var random = new SplittableRandom(seed + 1_000);
    int[] removed = {0};
    play(
        rig,
        new SplittableRandom(seed),
        () -> {
          if (random.nextInt(20) == 0) {
            removed[0] += rig.loseSegment(random) ? 1 : 0;
          }
        });
    assertThat(removed[0]).isPositive();
  }

  /** Something that befalls the archive. */
  @FunctionalInterface
  private interface Blow {
    void fall() throws Exception;
  }

  private static void play(Rig rig, SplittableRandom random, Blow blow) throws Exception {
    Faults faults = Faults.seeded(random.nextLong(), 6);
    List<Instance> archivers = new ArrayList<>();
    for (int round = 0; round < 400; round++) {
      rig.nowMs += random.nextInt(5) == 0 ? random.nextInt(40_000) : random.nextInt(200);
      for (int i = random.nextInt(6); i > 0; i--) {
        String key = "t" + random.nextInt(4);
        rig.append(random.nextInt(PARTITIONS), key, "v".repeat(random.nextInt(120)));
      }
      if (archivers.isEmpty() || random.nextInt(40) == 0) {
        Instance fresh = rig.start();
        fresh.tail().setBatchMax(random.nextInt(1, 30));
        for (int partition = 0; partition < PARTITIONS; partition++) {
          fresh.tail().assign(partition);
        }
        archivers.add(fresh);
      }
      if (archivers.size() > 2 || (archivers.size() > 1 && random.nextInt(30) == 0)) {
        archivers.remove(random.nextInt(archivers.size())); // Killed: it says no good-bye.
      }
      rig.objects.setFaults(faults);
      archivers.get(random.nextInt(archivers.size())).step();
      rig.objects.setFaults(Faults.NONE);
      blow.fall();
    }
    Instance last = archivers.getLast();
    last.tail().setBatchMax(30); // It may have to copy all of it.
    for (int i = 0; i < 600; i++) {
      rig.nowMs += 1_000;
      last.step();
    }

    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<LogEntry> log = rig.wal.entries(partition);
      ArchiveVerifier.Report report = rig.verify(partition);
      assertThat(report.wrong()).isEmpty();
      assertThat(report.gaps()).isEmpty();
      long end = log.getLast().position().n();
      assertThat(rig.archived(partition, 0, end)).isEqualTo(Rig.texts(log));
    }
    assertThat(last.copier().statuses()).allMatch(status -> status.lagRecords() == 0);
  }
}
