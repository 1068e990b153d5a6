package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class KafkaMetersTest {
  /** Nobody listens there, and nobody has to: the buffer is the client's own. */
  private static final Map<String, String> OWN =
      Map.of("bootstrap.servers", "127.0.0.1:1", "buffer.memory", "1048576");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void sumsWhatAllClientsOfTheProcessHave() {
    KafkaMeters.show(registry);
    KafkaMeters.showProducer(registry);
    double before = value("entdb_kafka_producer_buffer_total_bytes");
    try (var one = producer();
        var other = producer()) {
      assertThat(one.metrics()).isNotEmpty();
      assertThat(other.metrics()).isNotEmpty();
      assertThat(value("entdb_kafka_producer_buffer_total_bytes") - before).isEqualTo(2 * 1048576);
      assertThat(value("entdb_kafka_producer_buffer_available_bytes"))
          .isGreaterThanOrEqualTo(2 * 1048576);
      assertThat(value("entdb_kafka_producer_request_latency_seconds")).isZero();
    }
    assertThat(value("entdb_kafka_producer_buffer_total_bytes")).isEqualTo(before);
    assertThat(registry.get("entdb_kafka_producer_errors_total").functionCounter().count())
        .isZero();
  }

  @Test
  void operatorsOwnReportersAreKept() {
    assertThat(KafkaMeters.heard(Map.of("metric.reporters", "com.example.Reporter")))
        .containsEntry("metric.reporters", "com.example.Reporter," + KafkaReporter.class.getName());
  }

  private double value(String name) {
    return registry.get(name).gauge().value();
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(KafkaMeters.heard(OWN));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
