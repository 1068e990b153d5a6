package io.entdb.service.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordTracesTest {
  private static final TenantId ACME = new TenantId("acme");

  private final Kept kept = new Kept();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(kept))
                  .build())
          .build();
  private final RecordTraces traces = new RecordTraces(telemetry);

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

  private static LogEntry record(List<LogEntry.Header> headers) {
    return new LogEntry(new WalPosition(3, 17), 0, 1_000, "acme", new byte[] {1}, headers);
  }

  @Test
  void whoeverReadsTheRecordContinuesTheRequestsTrace() {
    Span request = telemetry.getTracer("test").spanBuilder("POST /v1/atomic").startSpan();
    List<LogEntry.Header> headers;
    try (var _ = request.makeCurrent();
        var publication = traces.publish(ACME, 3)) {
      headers = publication.headers();
    }
    request.end();
    assertThat(headers).extracting(LogEntry.Header::name).containsExactly("traceparent");

    LogEntry entry = record(headers);
    assertThat(RecordTraces.isTraced(entry)).isTrue();
    traces.applied(ACME, List.of(entry, record(List.of())), Duration.ofMillis(5));
    traces.archived(entry, Instant.ofEpochSecond(10), Instant.ofEpochSecond(12));

    assertThat(kept.spans)
        .extracting(SpanData::getName)
        .containsExactly(
            "entdb-wal publish", "POST /v1/atomic", "entdb-wal apply", "entdb-wal archive");
    SpanData publish = kept.spans.getFirst();
    assertThat(publish.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(publish.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    for (SpanData reader : kept.spans.subList(2, 4)) {
      assertThat(reader.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
      assertThat(reader.getParentSpanId()).isEqualTo(publish.getSpanId());
      assertThat(reader.getKind()).isEqualTo(SpanKind.CONSUMER);
    }
    SpanData archive = kept.spans.getLast();
    assertThat(archive.getEndEpochNanos() - archive.getStartEpochNanos())
        .isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void withoutARequestThatIsTracedRecordsCarryNothing() {
    try (var publication = traces.publish(ACME, 3)) {
      assertThat(publication.headers()).isEmpty();
    }
    traces.applied(ACME, List.of(record(List.of())), Duration.ofMillis(5));
    assertThat(kept.spans).isEmpty();
  }

  @Test
  void headersOfOthersAreNoTrace() {
    var entry = record(List.of(new LogEntry.Header("other", new byte[] {1})));
    assertThat(RecordTraces.isTraced(entry)).isFalse();
  }
}
