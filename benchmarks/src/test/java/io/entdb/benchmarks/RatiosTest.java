package io.entdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RatiosTest {
  private final Ratios ratios = new Ratios();

  private void set(double... values) {
    ratios.startSet();
    for (double value : values) {
      ratios.add(value);
    }
  }

  @Test
  void twiceAndHalfAreNeither() {
    set(2, 0.5);
    set(4, 0.25);
    assertThat(ratios.mean()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatNeverVariesIsCertain() {
    set(0.9, 0.9, 0.9);
    set(0.9, 0.9, 0.9);
    assertThat(ratios.interval()).containsExactly(new double[] {0.9, 0.9}, within(1e-9));
    assertThat(ratios.shown()).isEqualTo("0.900 (0.900–0.900)");
  }

  @Test
  void theIntervalHoldsTheMeanAndIsTheSameForTheSameFigures() {
    set(0.8, 1.1, 0.95, 1.0);
    set(0.9, 1.05, 0.99, 0.97);
    double[] interval = ratios.interval();
    assertThat(ratios.mean()).isBetween(interval[0], interval[1]);
    assertThat(interval[0]).isGreaterThan(0.8);
    assertThat(interval[1]).isLessThan(1.1);
    assertThat(ratios.interval()).containsExactly(interval);
  }

  /** Many passes of two starts that differ are two figures, not many. */
  @Test
  void startsThatDifferWidenTheInterval() {
    set(0.9, 0.9, 0.9, 0.9, 0.9, 0.9);
    set(1.1, 1.1, 1.1, 1.1, 1.1, 1.1);
    assertThat(ratios.interval()[0]).isCloseTo(0.9, within(1e-9));
    assertThat(ratios.interval()[1]).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void setsOfOthersAreTakenOverOneByOne() {
    set(0.9);
    set(1.1);
    var both = new Ratios();
    both.addAll(ratios);
    both.addAll(ratios);
    assertThat(both.mean()).isCloseTo(ratios.mean(), within(1e-9));
    assertThat(both.interval()).containsExactly(ratios.interval());
  }

  @Test
  void nothingHasNoMean() {
    ratios.startSet();
    assertThatThrownBy(ratios::mean).isInstanceOf(IllegalStateException.class);
  }
}
