package io.entdb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How two systems compare, from many short passes that they took by turns. Ratios come in sets: one
 * set for each time that the systems were started, because two starts of one program differ, too.
 */
public final class Ratios {
  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;

  /** The same interval for the same figures. */
  private static final long SEED = 5;

  private final List<List<Double>> sets = new ArrayList<>();

  /** The systems were started anew: what comes now belongs together. */
  public void startSet() {
    sets.add(new ArrayList<>());
  }

  /** Takes one ratio more into the set that was started last. */
  public void add(double ratio) {
    sets.getLast().add(ratio);
  }

  /** Takes over another's ratios, set by set. */
  public void addAll(Ratios other) {
    for (int i = 0; i < other.sets.size(); i++) {
      if (i == sets.size()) {
        startSet();
      }
      sets.get(i).addAll(other.sets.get(i));
    }
  }

  /** The geometric mean: as much twice as fast as half as fast is neither. */
  public double mean() {
    return mean(sets.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The lower and upper bound of the mean's 95 % interval, by bootstrap: sets are drawn, then
   * ratios from each. With one set it says nothing of what another start would have given.
   */
  public double[] interval() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      var drawn = new ArrayList<Double>();
      for (int set = 0; set < sets.size(); set++) {
        List<Double> from = sets.get(random.nextInt(sets.size()));
        for (int n = 0; n < from.size(); n++) {
          drawn.add(from.get(random.nextInt(from.size())));
        }
      }
      means[i] = mean(drawn.stream().mapToDouble(Double::doubleValue).toArray());
    }
    Arrays.sort(means);
    return new double[] {means[(int) (RESAMPLES * TAIL)], means[(int) (RESAMPLES * (1 - TAIL))]};
  }

  /** {@code mean (lower–upper)} with three digits after the point. */
  public String shown() {
    double[] interval = interval();
    return "%s (%s–%s)"
        .formatted(
            Samples.number(mean(), 3),
            Samples.number(interval[0], 3),
            Samples.number(interval[1], 3));
  }

  private static double mean(double[] ratios) {
    if (ratios.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
  }
}
