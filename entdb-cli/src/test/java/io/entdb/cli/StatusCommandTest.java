package io.entdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pages were recorded from a stack that had nothing to complain about. */
final class StatusCommandTest {
  private static final List<String> TARGETS =
      List.of("127.0.0.1:9090", "127.0.0.1:9091", "127.0.0.1:9092", "127.0.0.1:9093");
  private static final List<String> SERVICES =
      List.of("api-gateway", "applier-service", "archiver-service", "snapshot-service");

  private final Map<String, String> pages = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aHealthySystemHasNoProblems() throws Exception {
    recordAll();

    assertThat(run("status")).as("%s", out).isZero();

    assertThat(out.toString())
        .contains("no problems")
        .contains("api-gateway        127.0.0.1:9090         yes    yes")
        .contains("snapshot-service   127.0.0.1:9093         yes    yes")
        .containsPattern("applying +0.0/s|applying +applied 0.0/s")
        .contains("parked 0");
  }

  @Test
  void theSameAsOneObjectForPrograms() throws Exception {
    recordAll();

    assertThat(run("status", "--format", "json")).isZero();

    JsonNode status = new ObjectMapper().readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(status.path("ok").asBoolean()).isTrue();
    assertThat(status.path("services")).hasSize(4);
    assertThat(status.path("applying").path("lag_seconds").isNumber()).isTrue();
    assertThat(status.path("archive").path("coverage_margin_seconds").isNumber()).isTrue();
    assertThat(status.path("requests").path("p99_seconds").isNull()).isTrue();
    assertThat(status.path("problems")).isEmpty();
  }

  @Test
  void aServiceThatIsDownIsToldAndTheOthersAreShown() throws Exception {
    recordAll();
    pages.remove("127.0.0.1:9092");

    assertThat(run("status")).isEqualTo(1);

    assertThat(out.toString())
        .contains("archiver-service   127.0.0.1:9092         NO     -")
        .contains("1 problems:", "archiver-service at 127.0.0.1:9092 is down: nothing listens")
        .contains("docs/operations.md#entdbtargetdown");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void severalThatAreDownHaveALineAndAProblemEach() throws Exception {
    recordAll();
    pages.remove("127.0.0.1:9090");
    pages.remove("127.0.0.1:9091");

    assertThat(run("status", "--format", "json")).isEqualTo(1);

    JsonNode status = new ObjectMapper().readTree(out.toString());
    assertThat(status.path("ok").asBoolean()).isFalse();
    assertThat(status.path("services"))
        .extracting(it -> it.path("service").asText() + " " + it.path("up").asBoolean())
        .containsExactly(
            "api-gateway false",
            "applier-service false",
            "archiver-service true",
            "snapshot-service true");
    assertThat(status.path("services").path(0).path("fault").asText())
        .isEqualTo("nothing listens there");
    // What only those show who are down is unknown, not zero.
    assertThat(status.at("/checkpoints/age_seconds").isNull()).isTrue();
    assertThat(status.path("problems"))
        .extracting(it -> it.path("alert").asText() + " " + it.path("address").asText())
        .containsExactly("EntdbTargetDown 127.0.0.1:9090", "EntdbTargetDown 127.0.0.1:9091");
  }

  @Test
  void whatIsOverALimitNamesPartitionAndRunbook() throws Exception {
    recordAll();
    pages.merge(
        "127.0.0.1:9091", "\nentdb_wal_consumer_lag{partition=\"77\"} 10001\n", String::concat);

    assertThat(run("status", "--format", "json")).isEqualTo(1);

    JsonNode problems = new ObjectMapper().readTree(out.toString()).path("problems");
    assertThat(problems).hasSize(1);
    assertThat(problems.path(0).path("alert").asText()).isEqualTo("EntdbWalConsumerLag");
    assertThat(problems.path(0).path("service").asText()).isEqualTo("applier-service");
    assertThat(problems.path(0).path("message").asText()).contains("partition 77: 10001");
    assertThat(problems.path(0).path("runbook").asText())
        .isEqualTo("docs/operations.md#entdbwalconsumerlag");
  }

  @Test
  void aPageThatIsNoMetricsCountsAsDown() throws Exception {
    recordAll();
    pages.put("127.0.0.1:9090", "<html>not here</html>");

    assertThat(run("status")).isEqualTo(1);
    assertThat(out.toString())
        .contains("api-gateway at 127.0.0.1:9090 is down: no line of metrics");
  }

  @Test
  void topLooksAsOftenAsItIsTold() throws Exception {
    recordAll();

    assertThat(run("top", "--count", "2", "--interval", "1", "--format", "json")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"ok\":true"));

    pages.clear();
    assertThat(run("top", "--count", "1", "--interval", "1")).isEqualTo(1);
    assertThat(out.toString()).contains("4 problems:");
  }

  @Test
  void wrongTargetsAreAWrongCommandLine() {
    assertThat(run("status", "--targets", "localhost")).isEqualTo(2);
    assertThat(run("status", "--targets", "localhost:65536")).isEqualTo(2);
    assertThat(run("status", "--targets", "two words:9090")).isEqualTo(2);
    assertThat(run("status", "--targets", "")).isEqualTo(2);
    assertThat(run("top", "--interval", "0")).isEqualTo(2);
  }

  private void recordAll() throws IOException {
    for (int i = 0; i < TARGETS.size(); i++) {
      String name = "/io/entdb/cli/pages/" + SERVICES.get(i) + ".txt";
      try (InputStream in = StatusCommandTest.class.getResourceAsStream(name)) {
        String page =
            new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        pages.put(TARGETS.get(i), page);
      }
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Entdb.commandLine(new Fakes())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Shows the pages of the test. */
  private final class Fakes implements Connections {
    @Override
    public ObjectStore objects(StorageOptions options) {
      throw new IllegalStateException("status needs no bucket");
    }

    @Override
    public Topic topic(String brokers, String name) {
      throw new IllegalStateException("status needs no Kafka");
    }

    @Override
    public AdminApi admin(URI gateway, String token) {
      throw new IllegalStateException("status needs no gateway");
    }

    @Override
    public String metricsPage(String target) throws CliException {
      String page = pages.get(target);
      if (page == null) {
        throw new CliException("nothing listens there");
      }
      return page;
    }
  }
}
