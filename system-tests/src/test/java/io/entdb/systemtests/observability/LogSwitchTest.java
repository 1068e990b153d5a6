package io.entdb.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entdb.systemtests.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process is started with the variables. It has no bucket, says so, and ends: enough lines
 * to see where they go and how they look.
 */
final class LogSwitchTest {
  private static final String PROBLEM = "ENTDB_S3_BUCKET is missing";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  /** What a process printed before it ended. */
  private record Printed(List<String> out, List<String> err, int exit) {
    String all() {
      return String.join("\n", out) + "\n" + String.join("\n", err);
    }
  }

  private Printed run(Map<String, String> variables) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    var builder =
        ServiceProcess.of("snapshot-service", folder, variables)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
      return new Printed(lines(out), lines(err), process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Without what the virtual machine says of itself. */
  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  private static List<JsonNode> parsed(List<String> lines) throws IOException {
    var parsed = new ArrayList<JsonNode>();
    for (String line : lines) {
      parsed.add(JSON.readTree(line));
    }
    return parsed;
  }

  @Test
  void textOnStandardOutputIsTheDefault() throws Exception {
    Printed printed = run(Map.of());
    assertThat(printed.exit()).isNotZero();
    assertThat(String.join("\n", printed.out())).contains(PROBLEM, "FATAL");
    assertThat(printed.out()).noneMatch(line -> line.startsWith("{"));
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    Printed printed = run(Map.of("ENTDB_LOG_FORMAT", "json"));
    List<JsonNode> lines = parsed(printed.out());
    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .allMatch(line -> line.path("service").asText().equals("snapshot-service"))
        .anySatisfy(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("CRITICAL");
              assertThat(line.path("message").asText()).contains(PROBLEM);
            });
  }

  @Test
  void linesGoToStandardError() throws Exception {
    Printed printed = run(Map.of("ENTDB_LOG_OUTPUT", "stderr", "ENTDB_LOG_FORMAT", "json"));
    assertThat(printed.out()).isEmpty();
    assertThat(String.join("\n", printed.err())).contains(PROBLEM, "\"level\":\"CRITICAL\"");
  }

  @Test
  void linesGoToAFile() throws Exception {
    Path file = folder.resolve("logs/entdb.log");
    Printed printed = run(Map.of("ENTDB_LOG_OUTPUT", "file:" + file, "ENTDB_LOG_FORMAT", "json"));
    assertThat(printed.out()).isEmpty();
    assertThat(parsed(Files.readAllLines(file)))
        .anyMatch(line -> line.path("message").asText().contains(PROBLEM));
  }

  @Test
  void valuesThatMeanNothingEndTheStartWithThoseThatDo() throws Exception {
    Printed printed =
        run(
            Map.of(
                "ENTDB_LOG_LEVEL", "LOUD",
                "ENTDB_LOG_FORMAT", "xml",
                "ENTDB_LOG_OUTPUT", "printer",
                "ENTDB_TRACING_ENABLED", "perhaps",
                "ENTDB_CLOUDWATCH_ENABLED", "perhaps"));
    assertThat(printed.exit()).isNotZero();
    assertThat(printed.all())
        .contains(
            "ENTDB_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not 'LOUD'",
            "ENTDB_LOG_FORMAT must be json or text, not 'xml'",
            "ENTDB_LOG_OUTPUT must be stdout, stderr or file:PATH, not 'printer'",
            "ENTDB_TRACING_ENABLED must be true or false, not 'perhaps'",
            "ENTDB_CLOUDWATCH_ENABLED must be true or false, not 'perhaps'");
  }
}
