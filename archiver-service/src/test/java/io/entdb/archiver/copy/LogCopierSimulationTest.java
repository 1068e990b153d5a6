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
    Long seed = Long.getLong("entdb.seed");
    return seed != null ? LongStream.of(seed) : LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsArchivedOnce(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var rig = new Rig(PARTITIONS);
    rig.objects.setFaults(Faults.seeded(seed, 6));
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
      archivers.get(random.nextInt(archivers.size())).step();
    }
    rig.objects.setFaults(Faults.NONE);
    Instance last = archivers.getLast();
    for (int i = 0; i < 400; i++) {
      rig.nowMs += 1_000;
      last.step();
    }

    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<LogEntry> log = rig.wal.entries(partition);
      ArchiveVerifier.Report report = rig.verify(partition);
      assertThat(report.wrong()).isEmpty();
      assertThat(report.gaps()).isEmpty();
      assertThat(report.records()).isEqualTo(log.size());
      long end = log.getLast().position().n();
      assertThat(rig.archived(partition, 0, end)).isEqualTo(Rig.texts(log));
    }
    assertThat(last.copier().statuses()).allMatch(status -> status.lagRecords() == 0);
  }
}
