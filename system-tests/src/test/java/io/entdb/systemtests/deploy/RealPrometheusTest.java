package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.MetricsTable;
import io.entdb.systemtests.support.OtlpReceiver;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Repository;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.TestSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators are given, under a real Prometheus that scrapes real services. */
@ExtendWith(SharedStack.class)
final class RealPrometheusTest {
  private static final Duration SOON = Duration.ofSeconds(45);

  /**
   * Goal: nothing that operators look at is empty. Method: Prometheus scrapes the stack with the
   * rules of deploy/ while requests of several kinds come in; then every metric of the table, every
   * query of the dashboard and every recording rule is asked for.
   */
  @Test
  void everythingThatOperatorsLookAtIsThere(LocalStack stack, @TempDir Path folder)
      throws Exception {
    Tool program = Tool.require("prometheus", "prometheus");
    String tenant = "watched-" + UUID.randomUUID();
    try (Prometheus prometheus = Prometheus.start(program, stack, folder)) {
      requireAll("metrics", () -> missingMetrics(prometheus), stack, tenant);
      requireAll("panels", () -> emptyQueries(prometheus), stack, tenant);
      requireAll("recordings", () -> emptyRecordings(prometheus), stack, tenant);
      assertThat(prometheus.rules()).hasSizeGreaterThan(40);
      assertThat(prometheus.rules())
          .extracting(rule -> rule.path("name").asText() + " " + rule.path("health").asText())
          .allMatch(rule -> rule.endsWith(" ok"));
    }
  }

  /**
   * Goal: who looks at a slow bucket finds a trace of it. Method: a gateway that traces all
   * requests is scraped, too; Prometheus must accept its whole page and keep the exemplars.
   */
  @Test
  void exemplarsComeToPrometheus(LocalStack stack, @TempDir Path folder) throws Exception {
    Tool program = Tool.require("prometheus", "prometheus");
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Part traced =
          stack.startGateway(
              Map.of(
                  "ENTDB_TRACING_ENABLED", "true",
                  "ENTDB_TRACING_SAMPLE_RATIO", "1.0",
                  "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint().toString()));
      Client client = Client.of(stack.rest(traced));
      try (Prometheus prometheus = Prometheus.start(program, stack, folder)) {
        Await.until(
            "an exemplar of a request",
            SOON,
            () -> {
              client.atomic(Plan.of("exemplars-" + UUID.randomUUID()).create("m", 1)).require(200);
              return prometheus
                  .exemplars("entdb_request_duration_seconds_bucket{endpoint=\"/v1/atomic\"}")
                  .findValuesAsText("trace_id")
                  .stream()
                  .anyMatch(trace -> trace.matches("[0-9a-f]{32}"));
            });
        assertThat(prometheus.query("up{job=\"entdb\"} == 0")).isEmpty();
      } finally {
        stack.stop(traced);
      }
    }
  }

  /** What is still missing of something. */
  private interface Missing {
    List<String> now() throws Exception;
  }

  private static void requireAll(String what, Missing missing, LocalStack stack, String tenant)
      throws Exception {
    long ends = System.nanoTime() + SOON.toNanos();
    List<String> still = missing.now();
    while (!still.isEmpty() && System.nanoTime() < ends) {
      drive(stack, tenant);
      still = missing.now();
    }
    assertThat(still).as("%s without data", what).isEmpty();
  }

  /** Some requests of every kind, a second's worth. */
  private static void drive(LocalStack stack, String tenant) {
    Client client = Client.of(stack.rest());
    for (int i = 0; i < 10; i++) {
      String id =
          client.atomic(Plan.of(tenant).create("m" + i, i).waitApplied()).require(200).nodeId();
      client.node(tenant, id, "").require(200);
      client.nodes(tenant, TestSchema.NOTE, "").require(200);
      client.node(tenant, "absent", "").require(404);
      Await.sleep(Duration.ofMillis(80));
    }
  }

  private static List<String> missingMetrics(Prometheus prometheus) {
    List<String> missing = new ArrayList<>();
    for (MetricsTable.Row row : MetricsTable.read().rows()) {
      String series = row.series().getFirst();
      for (Part service : row.services()) {
        String name = Prometheus.service(service);
        if (prometheus.count("count(%s{service=\"%s\"})".formatted(series, name)) == 0) {
          missing.add(name + " " + series);
        }
      }
    }
    return missing;
  }

  private static List<String> emptyQueries(Prometheus prometheus) throws Exception {
    List<String> empty = new ArrayList<>();
    for (Dashboard.Query query : Dashboard.queries()) {
      String expression = query.expression().replace("$__rate_interval", "20s");
      for (String variable :
          List.of("$job", "$service", "$instance", "$partition", "$size_class")) {
        expression = expression.replace(variable, ".+");
      }
      assertThat(expression).doesNotContain("$");
      if (prometheus.count(expression) == 0) {
        empty.add(query.panel() + ": " + expression);
      }
    }
    return empty;
  }

  private static List<String> emptyRecordings(Prometheus prometheus) {
    return MetricsTable.recordedIn(Repository.text("deploy/prometheus/entdb-recording.yml"))
        .stream()
        .flatMap(name -> prometheus.count(name) == 0 ? Stream.of(name) : Stream.empty())
        .toList();
  }
}
