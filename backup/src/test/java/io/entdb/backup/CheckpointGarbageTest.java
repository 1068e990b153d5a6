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
 * Goal: what a protected checkpoint names is there, whoever uploads, publishes and collects at the
 * same time, and what nobody needs goes. Method: one seed draws what several appliers do, one of
 * them a zombie that comes back after hours, with other actions in the middle of each. {@code
 * -Dentdb.seed} repeats a run, {@code -Dentdb.seeds} sets how many there are.
 */
@Tag("simulation")
final class CheckpointGarbageTest {
  private static final int STEPS = 400;

  @TempDir Path folder;

  static LongStream seeds() {
    long first = Long.getLong("entdb.seed", 0);
    int count = Integer.getInteger("entdb.seeds", first == 0 ? 100 : 1);
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingNeededIsCollectedAndGarbageGoes(long seed) throws Exception {
    var simulation = new CheckpointSimulation(folder, seed);

    for (int step = 0; step < STEPS; step++) {
      simulation.step();
      assertThat(simulation.missing()).as("seed %d, step %d", seed, step).isEmpty();
    }
    assertThat(simulation.published()).as("checkpoints published").isGreaterThan(20);
    assertThat(simulation.collected()).as("objects collected").isGreaterThan(20);

    simulation.settle();
    assertThat(simulation.unneeded().map(ObjectEntry::name)).isEmpty();
  }
}
