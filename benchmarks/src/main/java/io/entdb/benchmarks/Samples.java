package io.entdb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one measurement came to in each round. */
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  /** Takes the value of one more round. */
  public void add(double value) {
    values.add(value);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double min() {
    return sorted().getFirst();
  }

  public double max() {
    return sorted().getLast();
  }

  /** Round by round: the two sides of a round ran one after the other, in like conditions. */
  public Samples dividedBy(Samples other) {
    var ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return ratios;
  }

  /** {@code median (min–max)}, each with this many digits after the point. */
  public String shown(int digits) {
    if (isEmpty()) {
      return "–";
    }
    return "%s (%s–%s)"
        .formatted(number(median(), digits), number(min(), digits), number(max(), digits));
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private List<Double> sorted() {
    if (values.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    return values.stream().sorted().toList();
  }
}
