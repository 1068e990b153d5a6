package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

final class CloudWatchTest {
  private static final Duration STEP = Duration.ofMinutes(1);

  private final Recording client = new Recording();
  private final MockClock clock = new MockClock();

  /** Remembers what it is asked to put. */
  private static final class Recording implements CloudWatchAsyncClient {
    final List<PutMetricDataRequest> requests = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<PutMetricDataResponse> putMetricData(
        PutMetricDataRequest request) {
      requests.add(request);
      return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }

    @Override
    public String serviceName() {
      return "recording";
    }

    @Override
    public void close() {}
  }

  @Test
  void publishesOursAloneWithoutBuckets() {
    var registry = CloudWatch.registry("EntDB", "api-gateway", STEP, client, clock);
    Counter.builder("entdb_requests_total").tag("status", "200").register(registry).increment(3);
    Gauge.builder("entdb_wal_consumer_lag", () -> 17).register(registry);
    Gauge.builder("jvm_threads_live", () -> 5).register(registry);
    Buckets.REQUESTS
        .timer(registry, "entdb_request_duration_seconds", "How long.")
        .record(Duration.ofMillis(20));
    clock.add(STEP);
    registry.close(); // Publishes what the last step holds.

    assertThat(client.requests).isNotEmpty();
    assertThat(client.requests).allMatch(request -> request.namespace().equals("EntDB"));
    List<MetricDatum> data =
        client.requests.stream().flatMap(request -> request.metricData().stream()).toList();
    assertThat(data)
        .extracting(MetricDatum::metricName)
        .contains(
            "entdb_requests_total.count",
            "entdb_wal_consumer_lag.value",
            "entdb_request_duration_seconds.count",
            "entdb_request_duration_seconds.max")
        .allMatch(name -> name.startsWith("entdb_"))
        .noneMatch(name -> name.contains("histogram"));
    assertThat(data)
        .allSatisfy(
            datum ->
                assertThat(datum.dimensions())
                    .contains(Dimension.builder().name("service").value("api-gateway").build()));
    assertThat(data)
        .filteredOn(datum -> datum.metricName().equals("entdb_wal_consumer_lag.value"))
        .singleElement()
        .satisfies(datum -> assertThat(datum.value()).isEqualTo(17));
  }
}
