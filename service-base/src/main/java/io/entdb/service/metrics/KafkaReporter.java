package io.entdb.service.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Made by Kafka's clients, each for itself: passes on what {@link KafkaMeters} shows. */
public final class KafkaReporter implements MetricsReporter {
  /** Those of this client; it tells of its own end, but not of theirs. */
  private final Set<KafkaMetric> known = ConcurrentHashMap.newKeySet();

  @Override
  public void configure(Map<String, ?> configuration) {}

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(this::metricChange);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    known.add(metric);
    KafkaMeters.add(metric);
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    known.remove(metric);
    KafkaMeters.remove(metric);
  }

  @Override
  public void close() {
    List.copyOf(known).forEach(this::metricRemoval);
  }
}
