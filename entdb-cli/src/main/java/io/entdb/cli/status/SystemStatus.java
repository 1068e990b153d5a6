package io.entdb.cli.status;

import io.entdb.cli.status.MetricsPage.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The whole system at one moment.
 *
 * @param instances all that were asked
 * @param between the time between the two readings of each
 */
public record SystemStatus(List<Instance> instances, Duration between) {
  public SystemStatus {
    instances = List.copyOf(instances);
  }

  /** Everything that is down or over its limit, by instance. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    for (Instance instance : instances) {
      if (!instance.isUp()) {
        problems.add(
            new Problem(
                "EntdbTargetDown",
                instance.service(),
                instance.target(),
                "is down: " + instance.fault()));
      }
      for (Check check : Check.ALL) {
        problems.addAll(check.on(instance, between));
      }
    }
    return problems;
  }

  /** How often per second a counter rose, over all instances. */
  public double rate(String metric, Map<String, String> labels) {
    double seconds = Math.max(0.001, between.toMillis() / 1_000.0);
    return instances.stream().mapToDouble(it -> it.increase(metric, labels)).sum() / seconds;
  }

  /** The largest 99th percentile of any instance; empty when none has enough observations. */
  public OptionalDouble p99(String metric, Map<String, String> labels) {
    return instances.stream()
        .map(it -> it.p99(metric, labels))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  /** The largest sample; empty when nobody shows the metric. */
  public OptionalDouble max(String metric) {
    return values(metric).max();
  }

  /** The smallest sample; empty when nobody shows the metric. */
  public OptionalDouble min(String metric) {
    return values(metric).min();
  }

  /** The sum of all samples; empty when nobody shows the metric. */
  public OptionalDouble sum(String metric) {
    List<Double> values = values(metric).boxed().toList();
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.stream().mapToDouble(it -> it).sum());
  }

  private DoubleStream values(String metric) {
    return instances.stream()
        .flatMap(instance -> instance.now().stream())
        .flatMap(page -> page.samples(metric))
        .mapToDouble(Sample::value)
        .filter(value -> !Double.isNaN(value));
  }
}
