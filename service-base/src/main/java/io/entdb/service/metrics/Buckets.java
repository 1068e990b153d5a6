package io.entdb.service.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.DoubleStream;

/** The bounds of histograms: each set holds the thresholds at which operators are called. */
public enum Buckets {
  /** Around 0.1 s for appends and 1 s for requests. */
  REQUESTS(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
  /** Around 0.5 s. */
  QUERIES(0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
  /** Around 30 s. */
  TRANSFERS(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60),
  /** What takes seconds to minutes. */
  LONG_WORK(0.1, 0.5, 1, 5, 10, 30, 60, 300, 900);

  private static final double NANOS = 1e9;

  private final Duration[] bounds;

  Buckets(double... seconds) {
    this.bounds =
        DoubleStream.of(seconds)
            .mapToObj(bound -> Duration.ofNanos(Math.round(bound * NANOS)))
            .toArray(Duration[]::new);
  }

  /** A timer with these bounds. */
  public Timer timer(
      MeterRegistry registry, String name, String description, String... labelsAndValues) {
    return Timer.builder(name)
        .description(description)
        .tags(labelsAndValues)
        .serviceLevelObjectives(bounds)
        .register(registry);
  }
}
