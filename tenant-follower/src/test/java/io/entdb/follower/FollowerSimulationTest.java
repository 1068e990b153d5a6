package io.entdb.follower;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever befalls a follower, its tenants end in the states that their logs alone give.
 *
 * <p>Method: one thread takes the parts of a follower through steps that one seed draws: appends,
 * polls in any batches, redeliveries, commits, hydrations from images old, damaged or missing, full
 * queues, tenants set aside, stores that fail, budgets that close and drop them, a log that forgets
 * what is archived, partitions that come and go, records that can't be read and binaries that can,
 * and kills. {@code -Dentdb.seed} repeats a run, {@code -Dentdb.seeds} sets how many there are.
 */
@Tag("simulation")
class FollowerSimulationTest {
  @TempDir Path folder;

  static LongStream seeds() {
    return seeds(60);
  }

  static LongStream manySeeds() {
    return seeds(1_000);
  }

  private static LongStream seeds(int usual) {
    long first = Long.getLong("entdb.seed", 0);
    boolean one = System.getProperty("entdb.seed") != null;
    return LongStream.range(first, first + Integer.getInteger("entdb.seeds", one ? 1 : usual));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatBefallsAFollowerDoesNotChangeTheStates(long seed) throws Exception {
    run(seed);
  }

  @Tag("full")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  void whatBefallsAFollowerDoesNotChangeTheStatesOfManySeeds(long seed) throws Exception {
    run(seed);
  }

  private void run(long seed) throws Exception {
    var simulation = new FollowerSimulation(seed, seed % 2 == 1, folder);
    simulation.play();
    simulation.settle();
    simulation.checkAgreement();
  }
}
