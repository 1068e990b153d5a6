package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.localstack.Ports;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real Prometheus that scrapes a stack with the configuration and rules of {@code deploy/}. It
 * differs in what a test cannot wait for: it looks every second, alerts wait two, rates and
 * increases are those of ten seconds, and who is behind for five calls somebody.
 */
final class Prometheus implements AutoCloseable {
  private static final String FOLDER = "deploy/prometheus/";
  private static final Map<Kind, String> TARGETS =
      Map.of(
          Kind.GATEWAY, "api-gateway:9090",
          Kind.APPLIER, "applier-service:9091",
          Kind.ARCHIVER, "archiver-service:9092",
          Kind.SNAPSHOTTER, "snapshot-service:9093");

  private final int targets;
  private final Process process;
  private final URI address;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Prometheus(int targets, Process process, URI address, Path log) {
    this.targets = targets;
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /** Under which label a service is scraped. */
  static String service(Part part) {
    return part.kind().label();
  }

  /** Starts and returns when every service that runs was scraped. */
  static Prometheus start(Tool program, LocalStack stack, Path folder) throws Exception {
    for (String rules : List.of("entdb-recording.yml", "entdb-alerts.yml")) {
      String text =
          Repository.text(FOLDER + rules)
              .replaceAll("(?m)^( +for:) \\w+$", "$1 2s")
              .replaceAll("(rate|increase)(\\([^\\[]+)\\[\\w+]", "$1$2[10s]")
              .replace("entdb_applier_lag_seconds > 60", "entdb_applier_lag_seconds > 5");
      Files.writeString(folder.resolve(rules), text);
    }
    String config =
        Repository.text(FOLDER + "prometheus.yml").replace("_interval: 15s", "_interval: 1s");
    List<Part> parts =
        stack.parts().stream()
            .filter(part -> part.kind().isService() && stack.isRunning(part))
            .toList();
    for (Map.Entry<Kind, String> target : TARGETS.entrySet()) {
      assertThat(config).contains(target.getValue());
      String addresses =
          parts.stream()
              .filter(part -> part.kind() == target.getKey())
              .map(part -> stack.management(part).getAuthority())
              .collect(Collectors.joining("\", \""));
      config = config.replace(target.getValue(), addresses);
    }
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    int port = Ports.free(1).getFirst();
    Path log = folder.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                program.program().toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=exemplar-storage")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var prometheus =
        new Prometheus(parts.size(), process, URI.create("http://127.0.0.1:" + port), log);
    try {
      Await.until(
          "Prometheus has scraped all services", Duration.ofSeconds(30), prometheus::hasScrapedAll);
      return prometheus;
    } catch (AssertionError e) {
      prometheus.close();
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    }
  }

  private boolean hasScrapedAll() {
    assertThat(process.isAlive()).as("Prometheus runs; see %s", log).isTrue();
    try {
      return query("up{job=\"entdb\"} == 1").size() == targets;
    } catch (UncheckedIOException e) {
      return false; // It does not listen yet.
    }
  }

  /** The series that an expression gives now. */
  JsonNode query(String expression) {
    return data("/api/v1/query?query=", expression).path("result");
  }

  /** The exemplars of the series of an expression, of the last minutes. */
  JsonNode exemplars(String expression) {
    return data("/api/v1/query_exemplars?query=", expression);
  }

  private JsonNode data(String path, String expression) {
    JsonNode answer = get(path + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    assertThat(answer.path("status").asText())
        .as("%s: %s", expression, answer)
        .isEqualTo("success");
    return answer.path("data");
  }

  /** How many series an expression gives now. */
  int count(String expression) {
    return query(expression).size();
  }

  /** Whether an alert fires for a service. */
  boolean isFiring(String alert, String service) {
    return count(
            "ALERTS{alertname=\"%s\",service=\"%s\",alertstate=\"firing\"}"
                .formatted(alert, service))
        > 0;
  }

  /** All rules as Prometheus sees them. */
  List<JsonNode> rules() {
    var rules = new java.util.ArrayList<JsonNode>();
    for (JsonNode group : get("/api/v1/rules").path("data").path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  private JsonNode get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20)).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
