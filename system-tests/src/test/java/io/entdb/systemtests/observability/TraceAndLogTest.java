package io.entdb.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.OtlpReceiver;
import io.entdb.systemtests.support.OtlpReceiver.Span;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.TestSchema;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stack with everything on: JSON lines, and traces that go to a receiver of the test's own. */
final class TraceAndLogTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> MEMBERS =
      Set.of(
          "timestamp",
          "level",
          "message",
          "tenant_id",
          "actor",
          "request_id",
          "duration_ms",
          "endpoint",
          "trace_id",
          "service",
          "error");

  /** As Prometheus says it. */
  private static final String PROMETHEUS_ACCEPTS =
      "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;"
          + "q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  private static final String CALLERS_SPAN = "b7ad6b7169203331";

  private static OtlpReceiver receiver;
  private static LocalStack stack;

  @BeforeAll
  static void start() throws Exception {
    receiver = OtlpReceiver.start();
    var builder =
        LocalStack.builder()
            .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT2S")
            .environment(Kind.APPLIER, "ENTDB_LOG_LEVEL", "DEBUG")
            .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_FLUSH_AFTER", "PT1S")
            .environment(Kind.SNAPSHOTTER, "ENTDB_LOG_LEVEL", "WARNING");
    for (Kind kind : List.of(Kind.GATEWAY, Kind.APPLIER, Kind.ARCHIVER, Kind.SNAPSHOTTER)) {
      builder
          .environment(kind, "ENTDB_TRACING_ENABLED", "true")
          .environment(kind, "ENTDB_TRACING_SAMPLE_RATIO", "1.0")
          .environment(kind, "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint().toString())
          .environment(kind, "OTEL_BSP_SCHEDULE_DELAY", "200")
          .environment(kind, "ENTDB_LOG_FORMAT", "json");
    }
    stack = builder.start();
    TestSchema.putAsDefault(Client.of(stack.rest()));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    if (receiver != null) {
      receiver.close();
    }
  }

  /** A plan that is applied, and the line about its request. */
  private static JsonNode commit(String tenant, String requestId) {
    return commit(tenant, requestId, Map.of());
  }

  private static JsonNode commit(String tenant, String requestId, Map<String, String> more) {
    Plan plan = Plan.of(tenant).create("SECRET-CONTENT", 1).waitApplied();
    var headers = new HashMap<>(more);
    headers.put("X-Request-ID", requestId);
    var answer =
        Client.of(stack.rest())
            .send(
                "POST", "/v1/atomic", "", headers, BodyPublishers.ofString(plan.json().toString()));
    answer.require(200);
    return Await.value("the line about " + requestId, SOON, () -> line(requestId));
  }

  private static Optional<JsonNode> line(String requestId) {
    return lines(Part.GATEWAY).stream()
        .filter(line -> line.path("request_id").asText().equals(requestId))
        .filter(line -> line.path("message").asText().equals("Request processed"))
        .findFirst();
  }

  private static List<JsonNode> lines(Part service) {
    try {
      var lines = new ArrayList<JsonNode>();
      for (String line : Files.readAllLines(stack.log(service))) {
        if (line.startsWith("{") && line.endsWith("}")) {
          lines.add(JSON.readTree(line));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void oneTraceRunsFromTheRequestThroughTheLogToAllWhoReadIt() {
    String tenant = "traced-" + UUID.randomUUID();
    commit(tenant, "req-first"); // Makes the tenant: records of its own.
    String traceId = commit(tenant, "req-traced").path("trace_id").asText();
    assertThat(traceId).hasSize(32);

    Set<String> expected =
        Set.of(
            "api-gateway 2 POST /v1/atomic",
            "api-gateway 4 entdb-wal publish",
            "api-gateway 5 entdb-wal apply",
            "applier-service 5 entdb-wal apply",
            "archiver-service 5 entdb-wal archive");
    Await.until(
        "all spans of trace " + traceId + ", but there are " + receiver.trace(traceId),
        SOON,
        () -> told(traceId).containsAll(expected));
    assertThat(told(traceId)).isEqualTo(new TreeSet<>(expected));

    List<Span> spans = receiver.trace(traceId);
    Span request = one(spans, Span.SERVER);
    Span publish = one(spans, Span.PRODUCER);
    assertThat(publish.parentId()).isEqualTo(request.spanId());
    assertThat(spans)
        .filteredOn(span -> span.kind() == Span.CONSUMER)
        .hasSize(3)
        .allMatch(span -> span.parentId().equals(publish.spanId()));
  }

  /**
   * The share of this stack's traces is 1, so that only the caller can be the reason of no trace.
   * That callers are followed at a share of 0, too, is a test of the gateway's own.
   */
  @Test
  void callersSayWhetherTheirRequestsAreTraced() {
    String tenant = "asked-" + UUID.randomUUID();
    commit(tenant, "req-asked-opens");
    String no = UUID.randomUUID().toString().replace("-", "");
    String yes = UUID.randomUUID().toString().replace("-", "");
    JsonNode untraced = commit(tenant, "req-asked-no", Map.of("traceparent", caller(no, "00")));
    JsonNode traced = commit(tenant, "req-asked-yes", Map.of("traceparent", caller(yes, "01")));
    assertThat(untraced.path("trace_id").asText()).isEqualTo(no);
    assertThat(traced.path("trace_id").asText()).isEqualTo(yes);
    // Each service sends its spans in the order of their ends: the earlier request's came first.
    Await.until(
        "all spans of trace " + yes,
        SOON,
        () ->
            told(yes)
                .containsAll(
                    Set.of(
                        "api-gateway 2 POST /v1/atomic",
                        "applier-service 5 entdb-wal apply",
                        "archiver-service 5 entdb-wal archive")));
    assertThat(one(receiver.trace(yes), Span.SERVER).parentId()).isEqualTo(CALLERS_SPAN);
    assertThat(receiver.trace(no)).isEmpty();
  }

  private static String caller(String traceId, String flags) {
    return "00-" + traceId + "-" + CALLERS_SPAN + "-" + flags;
  }

  @Test
  void callsOverGrpcAreTracedAndLoggedAlike() {
    String tenant = "traced-" + UUID.randomUUID();
    commit(tenant, "req-opens");
    var id = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    var headers = new Metadata();
    headers.put(id, "req-grpc");
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", stack.grpcPort(Part.GATEWAY))
            .usePlaintext()
            .build();
    try {
      var answer =
          EntDBServiceGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .executeAtomic(
                  ExecuteAtomicRequest.newBuilder()
                      .setContext(
                          RequestContext.newBuilder().setTenantId(tenant).setActor("user:alice"))
                      .setWaitApplied(true)
                      .addOperations(
                          Operation.newBuilder()
                              .setCreateNode(CreateNodeOp.newBuilder().setTypeId(TestSchema.NOTE)))
                      .build());
      assertThat(answer.getSuccess()).as("%s", answer).isTrue();
    } finally {
      channel.shutdownNow();
    }
    JsonNode line = Await.value("the line about the call", SOON, () -> line("req-grpc"));
    assertThat(line.path("endpoint").asText()).isEqualTo("ExecuteAtomic");
    assertThat(line.path("tenant_id").asText()).isEqualTo(tenant);
    assertThat(line.path("actor").asText()).isEqualTo("user:alice");
    String traceId = line.path("trace_id").asText();
    assertThat(traceId).hasSize(32);
    Await.until(
        "the spans of the call",
        SOON,
        () ->
            told(traceId)
                .containsAll(
                    Set.of(
                        "api-gateway 2 entdb.v1.EntDBService/ExecuteAtomic",
                        "api-gateway 4 entdb-wal publish",
                        "applier-service 5 entdb-wal apply",
                        "archiver-service 5 entdb-wal archive")));
  }

  private static Set<String> told(String traceId) {
    return receiver.trace(traceId).stream()
        .map(span -> span.service() + " " + span.kind() + " " + span.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Span one(List<Span> spans, long kind) {
    return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void eachLineIsAnObjectOfTheDocumentedMembers() throws Exception {
    String tenant = "logged-" + UUID.randomUUID();
    JsonNode line = commit(tenant, "req-logged");
    assertThat(line.path("timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("tenant_id").asText()).isEqualTo(tenant);
    assertThat(line.path("actor").asText()).isEqualTo(Client.ACTOR);
    assertThat(line.path("duration_ms").isIntegralNumber()).isTrue();
    assertThat(line.path("endpoint").asText()).isEqualTo("/v1/atomic");
    assertThat(line.path("service").asText()).isEqualTo("api-gateway");
    assertThat(line.has("error")).isFalse();

    for (Part service : List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER)) {
      List<JsonNode> lines = lines(service);
      assertThat(lines).as("lines of %s", service).isNotEmpty();
      for (JsonNode each : lines) {
        assertThat(each.fieldNames()).toIterable().as("%s", each).allMatch(MEMBERS::contains);
        assertThat(each.path("service").asText()).isEqualTo(service.kind().label());
        for (String always : List.of("timestamp", "level", "message")) {
          assertThat(each.path(always).isTextual()).as("%s of %s", always, each).isTrue();
        }
      }
      assertThat(Files.readString(stack.log(service)))
          .as("what %s logs", service)
          .doesNotContain("SECRET-CONTENT");
    }
  }

  @Test
  void levelsSayWhatIsWritten() {
    commit("levels-" + UUID.randomUUID(), "req-levels");
    Await.until("debug lines of the applier", SOON, () -> levels(Part.APPLIER).contains("DEBUG"));
    assertThat(levels(Part.GATEWAY)).contains("INFO").doesNotContain("DEBUG");
    assertThat(levels(Part.SNAPSHOTTER)).doesNotContain("DEBUG", "INFO");
  }

  private static Set<String> levels(Part service) {
    return lines(service).stream()
        .map(line -> line.path("level").asText())
        .collect(Collectors.toSet());
  }

  @Test
  void aRequestThatWasRefusedHasOneLineToo() {
    Client.of(stack.rest())
        .send(
            "GET",
            "/v1/nodes/nowhere",
            "",
            Map.of(
                "X-Request-ID", "req-refused",
                "X-Tenant-ID", "nobody-" + UUID.randomUUID(),
                "X-Actor", "user:alice"),
            BodyPublishers.noBody())
        .require(404);
    Await.value("the line about the refusal", SOON, () -> line("req-refused"));
    assertThat(
            lines(Part.GATEWAY).stream()
                .filter(line -> line.path("request_id").asText().equals("req-refused"))
                .filter(line -> line.has("endpoint")))
        .singleElement()
        .satisfies(line -> assertThat(line.path("actor").asText()).isEqualTo("user:alice"));
  }

  @Test
  void histogramsNameATrace() {
    commit("exemplar-" + UUID.randomUUID(), "req-exemplar");
    String metrics =
        Client.of(stack.management(Part.GATEWAY))
            .send(
                "GET",
                "/metrics",
                "",
                Map.of("Accept", PROMETHEUS_ACCEPTS),
                BodyPublishers.noBody())
            .require(200)
            .text();
    Pattern exemplar =
        Pattern.compile(
            "entdb_request_duration_seconds_bucket\\{endpoint=\"/v1/atomic\"[^\\n"
                + "]*# \\{[^}]*trace_id=\"([0-9a-f]{32})\"");
    var found = exemplar.matcher(metrics);
    assertThat(found.find()).as("an exemplar in %s", metrics).isTrue();
    assertThat(metrics.lines().filter(line -> line.contains(" # {")))
        .as("where OpenMetrics allows them")
        .allMatch(line -> line.matches("\\w+(_bucket|_total)\\{.*"));
  }
}
