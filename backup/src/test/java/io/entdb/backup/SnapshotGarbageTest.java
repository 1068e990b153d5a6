package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.objects.ObjectEntry;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what a snapshot needs is there, chunks and the bases of patches, whoever makes, deletes and
 * collects at the same time; each holds what was put in; and what none needs goes. Method: one seed
 * draws what several snapshotters do, with other actions in the middle of each, held up for hours.
 * {@code -Dentdb.seed} repeats a run, {@code -Dentdb.seeds} sets how many there are.
 */
@Tag("simulation")
final class SnapshotGarbageTest {
  private static final int STEPS = 120;

  @TempDir Path folder;

  static LongStream seeds() {
    long first = Long.getLong("entdb.seed", 0);
    int count = Integer.getInteger("entdb.seeds", first == 0 ? 25 : 1);
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingNeededIsCollectedAndGarbageGoes(long seed) throws Exception {
    var simulation = new SnapshotSimulation(folder, seed);

    for (int step = 0; step < STEPS; step++) {
      simulation.step();
      assertThat(simulation.missing()).as("seed %d, step %d", seed, step).isEmpty();
    }
    assertThat(simulation.wrong()).isEmpty();
    assertThat(simulation.published()).isGreaterThan(30);
    assertThat(simulation.patches()).isGreaterThan(30);
    assertThat(simulation.collected()).isGreaterThan(20);

    simulation.settle();
    assertThat(simulation.unneeded().map(ObjectEntry::name)).isEmpty();
    assertThat(simulation.wrong()).isEmpty();
  }
}
