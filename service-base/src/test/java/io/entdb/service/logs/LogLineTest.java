package io.entdb.service.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogLineTest {
  private final LogLine line = new LogLine("api-gateway");

  private Map<String, Object> members(ExtLogRecord record) {
    var members = new Members();
    line.tell(record, members);
    return members.written;
  }

  private static AccessLine access(
      Optional<String> tenant, Optional<String> actor, Optional<String> trace) {
    return new AccessLine(
        Level.INFO,
        "io.entdb.access",
        new AccessLine.Facts("POST", "/v1/atomic", "200", 45, "req_abc123", tenant, actor, trace));
  }

  @Test
  void aRequestsLineHasTheGuidesMembersInTheGuidesOrder() {
    AccessLine access =
        access(Optional.of("my_tenant"), Optional.of("user:alice"), Optional.of("0af7"));
    access.setInstant(Instant.parse("2024-01-15T10:30:00Z"));
    Map<String, Object> members = members(access);
    assertThat(members.keySet())
        .containsExactly(
            "timestamp",
            "level",
            "message",
            "tenant_id",
            "actor",
            "request_id",
            "duration_ms",
            "endpoint",
            "trace_id",
            "service");
    assertThat(members)
        .containsEntry("timestamp", "2024-01-15T10:30:00.000Z")
        .containsEntry("level", "INFO")
        .containsEntry("message", "Request processed")
        .containsEntry("tenant_id", "my_tenant")
        .containsEntry("actor", "user:alice")
        .containsEntry("request_id", "req_abc123")
        .containsEntry("duration_ms", 45L)
        .containsEntry("endpoint", "/v1/atomic")
        .containsEntry("trace_id", "0af7")
        .containsEntry("service", "api-gateway");
  }

  @Test
  void asJsonALineIsOneObjectWhateverItSays() {
    AccessLine access =
        access(Optional.of("t"), Optional.of("user:\"a\\b\u0001\n\t\u00e9"), Optional.empty());
    access.setInstant(Instant.parse("2024-01-15T10:30:00.007Z"));
    assertThat(new JsonLines(line).format(access))
        .isEqualTo(
            """
            {"timestamp":"2024-01-15T10:30:00.007Z","level":"INFO","message":"Request processed",\
            "tenant_id":"t","actor":"user:\\"a\\\\b\\u0001\\n\\t\u00e9","request_id":"req_abc123",\
            "duration_ms":45,"endpoint":"/v1/atomic","service":"api-gateway"}
            """);
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(members(access(Optional.empty(), Optional.empty(), Optional.empty())))
        .doesNotContainKeys("tenant_id", "actor", "trace_id", "error");
  }

  @Test
  void asTextARequestsLineSaysTheSameInWords() {
    String text =
        new PatternFormatter("%p %s")
            .format(access(Optional.of("acme"), Optional.of("user:alice"), Optional.empty()));
    assertThat(text)
        .isEqualTo(
            "INFO Request processed: POST /v1/atomic 200 in 45 ms, req_abc123 tenant acme actor"
                + " user:alice");
  }

  @Test
  void otherLinesHaveTheContextOfTheRequestAndTheError() {
    var record = new ExtLogRecord(Level.ERROR, "%s failed", FormatStyle.PRINTF, "x");
    record.setParameters(new Object[] {"it"});
    record.setThrown(new IllegalStateException("broken"));
    record.putMdc("request_id", "req_1");
    record.putMdc("traceId", "0af7");
    record.putMdc("unknown", "kept out");
    Map<String, Object> members = members(record);
    assertThat(members.keySet())
        .containsExactly(
            "timestamp", "level", "message", "request_id", "trace_id", "service", "error");
    assertThat(members)
        .containsEntry("message", "it failed")
        .containsEntry("level", "ERROR")
        .containsEntry("request_id", "req_1");
    assertThat((String) members.get("error"))
        .startsWith("java.lang.IllegalStateException: broken")
        .contains("LogLineTest");
  }

  @Test
  void anEndlessErrorIsCut() {
    var record = new ExtLogRecord(Level.ERROR, "failed", "x");
    record.setThrown(new IllegalStateException("x".repeat(100_000)));
    assertThat((String) members(record).get("error")).hasSizeLessThan(17_000).endsWith("...");
  }

  @ParameterizedTest
  @CsvSource({
    "TRACE,DEBUG",
    "DEBUG,DEBUG",
    "FINE,DEBUG",
    "INFO,INFO",
    "WARN,WARNING",
    "WARNING,WARNING",
    "ERROR,ERROR",
    "SEVERE,ERROR",
    "FATAL,CRITICAL"
  })
  void levelsHaveOperatorsNames(String framework, String ours) {
    java.util.logging.Level level =
        org.jboss.logmanager.LogContext.getLogContext().getLevelForName(framework);
    assertThat(LogLine.level(level.intValue())).isEqualTo(ours);
  }
}
