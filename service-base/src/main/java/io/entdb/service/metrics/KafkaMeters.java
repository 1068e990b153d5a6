package io.entdb.service.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * The few of Kafka's own metrics that operators need, over all clients of this process. Kafka makes
 * {@link KafkaReporter}s by name, so what they hear stands here for the whole process.
 */
public final class KafkaMeters {
  private static final String REPORTERS = "metric.reporters";
  private static final KafkaMeters PROCESS = new KafkaMeters();
  private static final double MILLIS = 1_000.0;

  private final Map<Source, Readings> readings = new ConcurrentHashMap<>();

  private KafkaMeters() {
    for (Source source : Source.values()) {
      readings.put(source, new Readings());
    }
  }

  /** A metric of Kafka's clients. */
  private enum Source {
    CONNECTIONS(
        Set.of("producer-metrics", "consumer-metrics", "admin-client-metrics"), "connection-count"),
    BUFFER_TOTAL(Set.of("producer-metrics"), "buffer-total-bytes"),
    BUFFER_AVAILABLE(Set.of("producer-metrics"), "buffer-available-bytes"),
    REQUEST_LATENCY(Set.of("producer-metrics"), "request-latency-avg"),
    RETRIES(Set.of("producer-metrics"), "record-retry-total"),
    ERRORS(Set.of("producer-metrics"), "record-error-total"),
    FETCH_LATENCY(Set.of("consumer-fetch-manager-metrics"), "fetch-latency-avg"),
    FETCHED_BYTES(Set.of("consumer-fetch-manager-metrics"), "bytes-consumed-total"),
    REBALANCES(Set.of("consumer-coordinator-metrics"), "rebalance-total");

    final Set<String> groups;
    final String name;

    Source(Set<String> groups, String name) {
      this.groups = groups;
      this.name = name;
    }

    /** Whether a metric is this one, of a whole client and not of one of its topics. */
    boolean is(KafkaMetric metric) {
      return metric.metricName().name().equals(name)
          && groups.contains(metric.metricName().group())
          && !metric.metricName().tags().containsKey("topic");
    }
  }

  /** One metric of all clients. */
  private static final class Readings {
    final Set<KafkaMetric> clients = ConcurrentHashMap.newKeySet();

    /** What clients counted that are gone. */
    final DoubleAdder gone = new DoubleAdder();

    double sum() {
      return clients.stream().mapToDouble(KafkaMeters::number).sum();
    }

    double count() {
      return gone.sum() + sum();
    }

    double max() {
      return clients.stream().mapToDouble(KafkaMeters::number).max().orElse(0);
    }
  }

  /** Kafka has no number for the mean of nothing. */
  private static double number(KafkaMetric metric) {
    return metric.metricValue() instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : 0;
  }

  static void add(KafkaMetric metric) {
    for (Source source : Source.values()) {
      if (source.is(metric)) {
        PROCESS.of(source).clients.add(metric);
      }
    }
  }

  static void remove(KafkaMetric metric) {
    for (Source source : Source.values()) {
      if (source.is(metric) && PROCESS.of(source).clients.remove(metric)) {
        PROCESS.of(source).gone.add(number(metric));
      }
    }
  }

  private Readings of(Source source) {
    return Objects.requireNonNull(readings.get(source));
  }

  /** Properties of a client that is heard, besides its own. */
  public static Map<String, String> heard(Map<String, String> properties) {
    var heard = new HashMap<>(properties);
    heard.merge(REPORTERS, KafkaReporter.class.getName(), (own, ours) -> own + "," + ours);
    return heard;
  }

  /** Shows what every process with Kafka clients has. */
  public static void show(MeterRegistry registry) {
    gauge(registry, "connections", "Connections to brokers.", Source.CONNECTIONS, Readings::sum);
    gauge(
        registry,
        "consumer_fetch_latency_seconds",
        "Mean time of fetches of the last half minute.",
        Source.FETCH_LATENCY,
        it -> it.max() / MILLIS);
    counter(registry, "consumer_bytes_total", "Bytes fetched.", Source.FETCHED_BYTES);
  }

  /** Shows what processes with a producer have besides. */
  public static void showProducer(MeterRegistry registry) {
    gauge(
        registry,
        "producer_buffer_total_bytes",
        "The producer's buffer.",
        Source.BUFFER_TOTAL,
        Readings::sum);
    gauge(
        registry,
        "producer_buffer_available_bytes",
        "What of the producer's buffer is free; appends wait when nothing is.",
        Source.BUFFER_AVAILABLE,
        Readings::sum);
    gauge(
        registry,
        "producer_request_latency_seconds",
        "Mean time of requests to brokers of the last half minute.",
        Source.REQUEST_LATENCY,
        it -> it.max() / MILLIS);
    counter(registry, "producer_retries_total", "Records sent again.", Source.RETRIES);
    counter(registry, "producer_errors_total", "Records given up.", Source.ERRORS);
  }

  /** Shows what members of a consumer group have besides. */
  public static void showGroup(MeterRegistry registry) {
    counter(
        registry,
        "consumer_rebalances_total",
        "Times that the consumer group dealt its partitions anew.",
        Source.REBALANCES);
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String description,
      Source source,
      ToDoubleFunction<Readings> value) {
    Gauge.builder("entdb_kafka_" + name, PROCESS.of(source), value)
        .description(description)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, String description, Source source) {
    FunctionCounter.builder("entdb_kafka_" + name, PROCESS.of(source), Readings::count)
        .description(description)
        .register(registry);
  }
}
