package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus that scrapes a stack with the configuration and rules of {@code deploy/}. It
 * differs in what a test cannot wait for: it looks every second, and alerts wait two.
 */
final class Prometheus implements AutoCloseable {
  private static final String FOLDER = "deploy/prometheus/";
  private static final Map<String, Part> TARGETS =
      new LinkedHashMap<>(
          Map.of(
              "api-gateway:9090", Part.GATEWAY,
              "applier-service:9091", Part.APPLIER,
              "archiver-service:9092", Part.ARCHIVER,
              "snapshot-service:9093", Part.SNAPSHOTTER));

  private final Process process;
  private final URI address;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Prometheus(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /** Starts and returns when every service was scraped. */
  static Prometheus start(Tool program, LocalStack stack, Path folder) throws Exception {
    for (String rules : List.of("entdb-recording.yml", "entdb-alerts.yml")) {
      String text = Repository.text(FOLDER + rules).replaceAll("(?m)^( +for:) \\w+$", "$1 2s");
      Files.writeString(folder.resolve(rules), text);
    }
    String config =
        Repository.text(FOLDER + "prometheus.yml").replace("_interval: 15s", "_interval: 1s");
    for (Map.Entry<String, Part> target : TARGETS.entrySet()) {
      assertThat(config).contains(target.getKey());
      config = config.replace(target.getKey(), stack.management(target.getValue()).getAuthority());
    }
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    int port = freePort();
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
    var prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port), log);
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
      return query("up{job=\"entdb\"} == 1").size() == TARGETS.size();
    } catch (UncheckedIOException e) {
      return false; // It does not listen yet.
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The series that an expression gives now. */
  JsonNode query(String expression) {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    assertThat(answer.path("status").asText())
        .as("%s: %s", expression, answer)
        .isEqualTo("success");
    return answer.path("data").path("result");
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
