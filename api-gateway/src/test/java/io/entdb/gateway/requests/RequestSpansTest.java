package io.entdb.gateway.requests;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.gateway.requests.RequestFacts.Protocol;
import io.entdb.model.TenantId;
import io.entdb.service.traces.RecordTraces;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestSpansTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

  private final Kept kept = new Kept();

  /** Keeps all spans. */
  private static final class Kept implements SpanExporter {
    final List<SpanData> spans = new ArrayList<>();

    @Override
    public synchronized CompletableResultCode export(Collection<SpanData> more) {
      spans.addAll(more);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** With the sampler that services have. */
  private RequestSpans spans(double share) {
    var provider =
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
            .addSpanProcessor(SimpleSpanProcessor.create(kept))
            .build();
    return new RequestSpans(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
  }

  private static RequestFacts request(
      Protocol protocol, String endpoint, Map<String, String> from) {
    return new RequestFacts(protocol, "req-1", "POST", endpoint, RequestSpans.caller(from::get));
  }

  private SpanData one() {
    assertThat(kept.spans).hasSize(1);
    return kept.spans.getFirst();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 1})
  void aRequestWhoseCallerTracesItIsTracedWhateverTheShare(double share) {
    RequestSpans spans = spans(share);
    RequestFacts facts = request(Protocol.REST, "/v1/atomic", Map.of("traceparent", SAMPLED));
    spans.begin(facts);
    assertThat(facts.isTraced()).isTrue();
    spans.end(facts, "200");
    assertThat(one().getTraceId()).isEqualTo(TRACE);
    assertThat(one().getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(one().getKind()).isEqualTo(SpanKind.SERVER);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 1})
  void aRequestWhoseCallerDoesNotIsNotButItsTraceIsKnown(double share) {
    RequestSpans spans = spans(share);
    RequestFacts facts = request(Protocol.REST, "/v1/atomic", Map.of("traceparent", UNSAMPLED));
    spans.begin(facts);
    assertThat(facts.isTraced()).isFalse();
    spans.end(facts, "200");
    assertThat(kept.spans).isEmpty();
    assertThat(RecordTraces.traceId(facts.trace())).contains(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
  void whatNobodyUnderstandsIsNoCaller(String traceparent) {
    Map<String, String> headers = Map.of("traceparent", traceparent);
    RequestFacts untraced = request(Protocol.REST, "/v1/atomic", headers);
    spans(0).begin(untraced);
    assertThat(untraced.isTraced()).isFalse();
    assertThat(RecordTraces.traceId(untraced.trace())).isEmpty();

    RequestFacts traced = request(Protocol.REST, "/v1/atomic", headers);
    spans(1).begin(traced);
    assertThat(traced.isTraced()).isTrue();
  }

  @Test
  void theShareIsOfRequestsThatNobodyElseTraces() {
    RequestSpans spans = spans(0.1);
    int traced = 0;
    for (int i = 0; i < 5_000; i++) {
      RequestFacts facts = request(Protocol.REST, "/v1/atomic", Map.of());
      spans.begin(facts);
      traced += facts.isTraced() ? 1 : 0;
    }
    // Seven standard deviations either way.
    assertThat(traced).isBetween(350, 650);
  }

  @Test
  void probesAreTracedForThoseOnlyWhoTraceThem() {
    RequestSpans spans = spans(1);
    RequestFacts machine = request(Protocol.REST, "/health", Map.of());
    spans.begin(machine);
    assertThat(machine.isTraced()).isFalse();
    RequestFacts person = request(Protocol.GRPC, "Health", Map.of("traceparent", SAMPLED));
    spans.begin(person);
    assertThat(person.isTraced()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"200,UNSET", "404,UNSET", "429,UNSET", "500,ERROR", "503,ERROR"})
  void spansOverHttpSayWhatTheConventionsAskFor(String status, StatusCode outcome) {
    RequestSpans spans = spans(1);
    RequestFacts facts = request(Protocol.REST, RequestFacts.OTHER, Map.of());
    spans.begin(facts);
    facts.endpoint("/v1/nodes/{id}");
    facts.tenant(new TenantId("acme"));
    spans.end(facts, status);
    SpanData span = one();
    assertThat(span.getName()).isEqualTo("POST /v1/nodes/{id}");
    assertThat(span.getAttributes().get(stringKey("http.request.method"))).isEqualTo("POST");
    assertThat(span.getAttributes().get(stringKey("http.route"))).isEqualTo("/v1/nodes/{id}");
    assertThat(span.getAttributes().get(longKey("http.response.status_code")))
        .isEqualTo(Long.parseLong(status));
    assertThat(span.getAttributes().get(stringKey("entdb.tenant"))).isEqualTo("acme");
    assertThat(span.getAttributes().get(stringKey("entdb.request_id"))).isEqualTo("req-1");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(outcome);
    assertThat(span.getAttributes().get(stringKey("error.type")))
        .isEqualTo(outcome == StatusCode.ERROR ? status : null);
  }

  @Test
  void aPathWithoutARouteIsNoName() {
    RequestSpans spans = spans(1);
    RequestFacts facts = request(Protocol.REST, RequestFacts.OTHER, Map.of());
    spans.begin(facts);
    spans.end(facts, "404");
    assertThat(one().getName()).isEqualTo("POST");
    assertThat(one().getAttributes().get(stringKey("http.route"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"OK,0,UNSET", "NOT_FOUND,5,UNSET", "CANCELLED,1,UNSET", "UNAVAILABLE,14,ERROR"})
  void spansOverGrpcSayWhatTheConventionsAskFor(String status, long code, StatusCode outcome) {
    RequestSpans spans = spans(1);
    RequestFacts facts = request(Protocol.GRPC, "ExecuteAtomic", Map.of());
    spans.begin(facts);
    spans.end(facts, status);
    SpanData span = one();
    assertThat(span.getName()).isEqualTo("entdb.v1.EntDBService/ExecuteAtomic");
    assertThat(span.getAttributes().get(stringKey("rpc.system"))).isEqualTo("grpc");
    assertThat(span.getAttributes().get(stringKey("rpc.service")))
        .isEqualTo("entdb.v1.EntDBService");
    assertThat(span.getAttributes().get(stringKey("rpc.method"))).isEqualTo("ExecuteAtomic");
    assertThat(span.getAttributes().get(longKey("rpc.grpc.status_code"))).isEqualTo(code);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(outcome);
  }
}
