package io.entdb.service.traces;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Traces that go through the log: a record's headers carry the context of the request that wrote
 * it, and whoever does something with the record adds a span to that request's trace. Records
 * without the header cost a look at an empty list.
 */
public final class RecordTraces {
  private static final String HEADER = "traceparent";
  private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<List<LogEntry.Header>> READER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(List<LogEntry.Header> headers) {
          return headers.stream().map(LogEntry.Header::name).toList();
        }

        @Override
        public @Nullable String get(@Nullable List<LogEntry.Header> headers, String name) {
          if (headers == null) {
            return null;
          }
          for (LogEntry.Header header : headers) {
            if (header.name().equals(name)) {
              return new String(header.value(), StandardCharsets.UTF_8);
            }
          }
          return null;
        }
      };

  private final Tracer tracer;

  public RecordTraces(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.entdb");
  }

  /** Traces nothing. */
  public static RecordTraces off() {
    return new RecordTraces(OpenTelemetry.noop());
  }

  /** An append that is under way. */
  public interface Publication extends AutoCloseable {
    /** What its record carries. */
    List<LogEntry.Header> headers();

    /** It failed. */
    void failed(Throwable why);

    @Override
    void close();
  }

  private static final Publication UNTRACED =
      new Publication() {
        @Override
        public List<LogEntry.Header> headers() {
          return List.of();
        }

        @Override
        public void failed(Throwable why) {}

        @Override
        public void close() {}
      };

  /** Begins an append of what the current request writes; close it when it is acknowledged. */
  public Publication publish(TenantId tenant, int partition) {
    if (!Span.current().getSpanContext().isSampled()) {
      return UNTRACED;
    }
    Span span =
        tracer
            .spanBuilder("entdb-wal publish")
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.destination.partition.id", Integer.toString(partition))
            .setAttribute("entdb.tenant", tenant.value())
            .startSpan();
    var headers = new ArrayList<LogEntry.Header>();
    W3C.inject(
        Context.current().with(span),
        headers,
        (carrier, name, value) -> {
          if (carrier != null) {
            carrier.add(new LogEntry.Header(name, value.getBytes(StandardCharsets.UTF_8)));
          }
        });
    return new Publication() {
      @Override
      public List<LogEntry.Header> headers() {
        return List.copyOf(headers);
      }

      @Override
      public void failed(Throwable why) {
        span.setStatus(StatusCode.ERROR, why.getClass().getSimpleName());
      }

      @Override
      public void close() {
        span.end();
      }
    };
  }

  /** Adds a span to the trace of each record of a batch that was committed just now. */
  public void applied(TenantId tenant, List<LogEntry> batch, Duration took) {
    @Nullable Instant end = null;
    for (LogEntry entry : batch) {
      if (isTraced(entry)) {
        end = end == null ? Instant.now() : end;
        add("entdb-wal apply", entry, tenant.value(), end.minus(took), end);
      }
    }
  }

  /** Adds a span to the trace of a record that was archived. */
  public void archived(LogEntry entry, Instant read, Instant written) {
    add("entdb-wal archive", entry, entry.key(), read, written);
  }

  /** Whether a record belongs to a trace. */
  public static boolean isTraced(LogEntry entry) {
    return !entry.headers().isEmpty()
        && entry.headers().stream().anyMatch(header -> header.name().equals(HEADER));
  }

  private void add(String name, LogEntry entry, String tenant, Instant start, Instant end) {
    Context parent = W3C.extract(Context.root(), entry.headers(), READER);
    tracer
        .spanBuilder(name)
        .setParent(parent)
        .setSpanKind(SpanKind.CONSUMER)
        .setStartTimestamp(start)
        .setAttribute("messaging.system", "kafka")
        .setAttribute(
            "messaging.destination.partition.id", Integer.toString(entry.position().partition()))
        .setAttribute("entdb.position", entry.position().n())
        .setAttribute("entdb.tenant", tenant)
        .startSpan()
        .end(end);
  }

  /** The id of the trace that a context belongs to; empty = of none. */
  public static Optional<String> traceId(Context context) {
    var span = Span.fromContext(context).getSpanContext();
    return span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty();
  }

  /** Does something as a part of a context's trace. */
  public static void within(Context context, Runnable work) {
    try (var _ = context.makeCurrent()) {
      work.run();
    }
  }
}
