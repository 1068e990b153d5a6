package io.entdb.service.metrics;

import io.entdb.follower.FollowerStats;
import io.entdb.follower.FollowerStats.ClassStats;
import io.entdb.follower.SizeClass;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * How many tenants there are of each size, and how long their stores take to answer. Tenants are
 * too many to be a label; how large they are is what most often tells slow ones from others.
 */
final class SizeClassMeters {
  private static final String LABEL = "size_class";

  private final MeterRegistry registry;
  private final Recent<FollowerStats> stats;
  private final Map<SizeClass, Timer> reads;
  private final Map<SizeClass, Timer> applies;

  SizeClassMeters(MeterRegistry registry, Recent<FollowerStats> stats) {
    this.registry = registry;
    this.stats = stats;
    this.reads = timers("read");
    this.applies = timers("apply");
    for (SizeClass size : SizeClass.values()) {
      gauge(
          "entdb_sqlite_stores",
          "Tenants' stores by size, when last measured.",
          size,
          ClassStats::tenants);
      gauge(
          "entdb_sqlite_stores_bytes",
          "Size of all stores of a class, when last measured.",
          size,
          ClassStats::bytes);
    }
  }

  private Map<SizeClass, Timer> timers(String operation) {
    var timers = new EnumMap<SizeClass, Timer>(SizeClass.class);
    for (SizeClass size : SizeClass.values()) {
      timers.put(
          size,
          Buckets.QUERIES.timer(
              registry,
              "entdb_sqlite_query_duration_seconds",
              "How long one reading, or the transaction of one or more records, took.",
              "operation",
              operation,
              LABEL,
              size.label()));
    }
    return timers;
  }

  private void gauge(
      String name, String description, SizeClass size, ToDoubleFunction<ClassStats> value) {
    Gauge.builder(name, this, it -> it.of(size, value))
        .description(description)
        .tag(LABEL, size.label())
        .register(registry);
  }

  private double of(SizeClass size, ToDoubleFunction<ClassStats> value) {
    return stats.get().classes().stream().filter(it -> it.size() == size).mapToDouble(value).sum();
  }

  void read(SizeClass size, Duration took) {
    Objects.requireNonNull(reads.get(size)).record(took);
  }

  void applied(SizeClass size, Duration took) {
    Objects.requireNonNull(applies.get(size)).record(took);
  }
}
