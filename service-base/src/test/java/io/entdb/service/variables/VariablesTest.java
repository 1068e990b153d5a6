package io.entdb.service.variables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VariablesTest {
  private static final String OURS = "quarkus.log.category.\"io.entdb\".level";
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

  @Test
  void anEmptyEnvironmentChangesNothing() {
    var variables = Variables.of(Map.of("ENTDB_LOG_LEVEL", "", "ENTDB_TRACING_ENABLED", " "));
    assertThat(variables.keys()).isEmpty();
    assertThat(variables.mistakes()).isEmpty();
    assertThat(variables.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DEBUG,DEBUG,INFO",
    "INFO,INFO,INFO",
    "WARNING,WARN,WARN",
    "error,ERROR,ERROR",
    "CRITICAL,FATAL,FATAL"
  })
  void levelsAreTheFrameworksUnderOperatorsNames(String said, String ours, String others) {
    assertThat(Variables.of(Map.of("ENTDB_LOG_LEVEL", said)).keys())
        .containsEntry(OURS, ours)
        .containsEntry("quarkus.log.level", others);
  }

  @Test
  void aFileTakesTheConsolesPlace() {
    assertThat(Variables.of(Map.of("ENTDB_LOG_OUTPUT", "file:/var/log/entdb.log")).keys())
        .containsEntry("quarkus.log.file.enabled", "true")
        .containsEntry("quarkus.log.file.path", "/var/log/entdb.log")
        .containsEntry("quarkus.log.console.enabled", "false");
    assertThat(Variables.of(Map.of("ENTDB_LOG_OUTPUT", "stderr")).keys())
        .containsEntry("quarkus.log.console.stderr", "true");
  }

  @Test
  void allMistakesAreNamedTogetherWithWhatIsAllowed() {
    var variables =
        Variables.of(
            Map.of(
                "ENTDB_LOG_LEVEL", "LOUD",
                "ENTDB_LOG_FORMAT", "xml",
                "ENTDB_LOG_OUTPUT", "file:",
                "ENTDB_TRACING_ENABLED", "yes"));
    assertThat(variables.keys()).isEmpty();
    assertThat(variables.mistakes())
        .containsExactly(
            "ENTDB_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not 'LOUD'",
            "ENTDB_LOG_FORMAT must be json or text, not 'xml'",
            "ENTDB_LOG_OUTPUT must be stdout, stderr or file:PATH, not 'file:'",
            "ENTDB_TRACING_ENABLED must be true or false, not 'yes'");
  }

  @Test
  void jaegersOldPortBecomesThatOfOtlpAndSomebodySaysSo() {
    var variables =
        Variables.of(
            Map.of(
                "ENTDB_TRACING_ENABLED", "true",
                "ENTDB_JAEGER_ENDPOINT", "http://jaeger:14268/api/traces"));
    assertThat(variables.keys())
        .containsEntry(ENDPOINT, "http://jaeger:4318")
        .containsEntry("quarkus.otel.sdk.disabled", "false");
    assertThat(variables.remarks())
        .singleElement()
        .asString()
        .contains("http://jaeger:14268/api/traces", "http://jaeger:4318");
  }

  @Test
  void openTelemetrysOwnVariablesComeFirst() {
    var variables =
        Variables.of(
            Map.of(
                "ENTDB_TRACING_ENABLED", "true",
                "ENTDB_JAEGER_ENDPOINT", "http://jaeger:14268/api/traces",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_TRACES_SAMPLER_ARG", "0.1",
                "OTEL_BSP_SCHEDULE_DELAY", "200"));
    assertThat(variables.keys())
        .containsEntry(ENDPOINT, "http://collector:4317")
        .containsEntry("quarkus.otel.exporter.otlp.protocol", "grpc")
        .containsEntry("quarkus.otel.traces.sampler.arg", "0.1")
        .containsEntry("quarkus.otel.bsp.schedule.delay", "200ms");
    assertThat(variables.remarks()).singleElement().asString().contains("does nothing beside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jaeger:14268", "not an address", "ftp://jaeger/"})
  void anEndpointThatIsNoneIsAMistake(String endpoint) {
    var variables =
        Variables.of(Map.of("ENTDB_TRACING_ENABLED", "true", "ENTDB_JAEGER_ENDPOINT", endpoint));
    assertThat(variables.mistakes())
        .singleElement()
        .asString()
        .startsWith("ENTDB_JAEGER_ENDPOINT must be an address");
  }

  @Test
  void theShareOfTracesIsOursBeforeOpenTelemetrys() {
    String key = "quarkus.otel.traces.sampler.arg";
    var both =
        Map.of(
            "ENTDB_TRACING_ENABLED", "true",
            "ENTDB_TRACING_SAMPLE_RATIO", "1",
            "OTEL_TRACES_SAMPLER_ARG", "0.5");
    assertThat(Variables.of(both).keys()).containsEntry(key, "1");
    assertThat(Variables.of(Map.of("ENTDB_TRACING_ENABLED", "true")).keys()).doesNotContainKey(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10%", "-0.1", "1.1", "NaN"})
  void aShareThatIsNoneIsAMistake(String said) {
    var variables =
        Variables.of(Map.of("ENTDB_TRACING_ENABLED", "true", "ENTDB_TRACING_SAMPLE_RATIO", said));
    assertThat(variables.mistakes())
        .containsExactly(
            "ENTDB_TRACING_SAMPLE_RATIO must be a number from 0 to 1, not '%s'".formatted(said));
  }

  @Test
  void tracingThatIsOffLeavesEverythingAsItIs() {
    var variables = Variables.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"));
    assertThat(variables.keys()).isEmpty();
  }

  @Test
  void cloudWatchHasDefaultsAndTakesNoNonsense() {
    var defaults = CloudWatchVariables.of(Map.of("ENTDB_CLOUDWATCH_ENABLED", "true"));
    assertThat(defaults.enabled()).isTrue();
    assertThat(defaults.namespace()).isEqualTo("EntDB");
    assertThat(defaults.region()).isEmpty();
    assertThat(CloudWatchVariables.of(Map.of()).enabled()).isFalse();
    assertThat(CloudWatchVariables.of(Map.of("ENTDB_CLOUDWATCH_ENABLED", "1")).mistakes())
        .containsExactly("ENTDB_CLOUDWATCH_ENABLED must be true or false, not '1'");
  }
}
