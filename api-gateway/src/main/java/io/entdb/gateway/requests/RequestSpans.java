package io.entdb.gateway.requests;

import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The spans of requests, in the words of OpenTelemetry's conventions for HTTP and RPC. Whether a
 * request is traced is decided first, and nothing is collected where it is not: most are not, and
 * pay for the decision alone (ADR 0015 D8).
 */
public final class RequestSpans {
  /** The header, or metadata entry, in which a caller names its trace. */
  private static final String TRACEPARENT = "traceparent";

  /** What gRPC blames on the server; the other codes are the caller's doing, or the answer. */
  private static final Set<String> SERVERS_FAULTS =
      Set.of(
          "UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

  private static final TextMapGetter<Function<String, @Nullable String>> READER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> headers) {
          return List.of(TRACEPARENT, "tracestate");
        }

        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> headers, String name) {
          return headers == null ? null : headers.apply(name);
        }
      };

  private final Tracer tracer;

  RequestSpans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.entdb");
  }

  /**
   * The trace that a caller names; none if it names none, or says what nobody understands.
   *
   * @param headers gives a header's value, or null
   */
  public static Context caller(Function<String, @Nullable String> headers) {
    return headers.apply(TRACEPARENT) == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, READER);
  }

  /**
   * Begins a request's span: if its caller traces it, or, without a caller's word, by the share.
   */
  void begin(RequestFacts facts) {
    Context caller = facts.trace();
    SpanContext named = Span.fromContext(caller).getSpanContext();
    if (named.isValid() ? !named.isSampled() : RequestWatch.isProbe(facts.endpoint())) {
      return; // Its caller decided; and of probes nobody wants a share.
    }
    Span span =
        tracer.spanBuilder(facts.method).setParent(caller).setSpanKind(SpanKind.SERVER).startSpan();
    if (span.isRecording()) {
      facts.trace(caller.with(span));
    }
  }

  /** Ends a request's span, if it has one. */
  void end(RequestFacts facts, String status) {
    Span span = facts.span();
    if (!span.isRecording()) {
      return;
    }
    switch (facts.protocol) {
      case REST -> tellHttp(span, facts, status);
      case GRPC -> tellRpc(span, facts, status);
    }
    span.setAttribute("entdb.request_id", facts.id);
    facts.tenant().ifPresent(tenant -> span.setAttribute("entdb.tenant", tenant));
    span.end();
  }

  private static void tellHttp(Span span, RequestFacts facts, String status) {
    if (facts.hasEndpoint()) {
      span.updateName(facts.method + " " + facts.endpoint());
      span.setAttribute("http.route", facts.endpoint());
    }
    span.setAttribute("http.request.method", facts.isOtherMethod() ? "_OTHER" : facts.method);
    span.setAttribute("http.response.status_code", Long.parseLong(status));
    if (status.startsWith("5")) {
      fail(span, status);
    }
  }

  private static void tellRpc(Span span, RequestFacts facts, String status) {
    span.updateName(EntDBServiceGrpc.SERVICE_NAME + "/" + facts.endpoint());
    span.setAttribute("rpc.system", "grpc");
    span.setAttribute("rpc.service", EntDBServiceGrpc.SERVICE_NAME);
    span.setAttribute("rpc.method", facts.endpoint());
    span.setAttribute("rpc.grpc.status_code", io.grpc.Status.Code.valueOf(status).value());
    if (SERVERS_FAULTS.contains(status)) {
      fail(span, status);
    }
  }

  private static void fail(Span span, String why) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute("error.type", why);
  }
}
