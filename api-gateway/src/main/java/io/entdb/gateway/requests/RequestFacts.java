package io.entdb.gateway.requests;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.service.logs.LogLine;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request; more becomes known while it is answered. Written by the thread that
 * answers it, read by the one that ends it.
 */
public final class RequestFacts {
  /** How a request came. */
  public enum Protocol {
    REST("rest"),
    GRPC("grpc");

    final String label;

    Protocol(String label) {
      this.label = label;
    }
  }

  /** Stands for whatever is not known: names that clients make up would be labels without end. */
  public static final String OTHER = "other";

  final Protocol protocol;
  final String id;
  final String method;
  private final long startNanos = System.nanoTime();
  private volatile String endpoint;
  private volatile Context trace;
  private volatile @Nullable String tenant;
  private volatile @Nullable String actor;

  /**
   * A request that begins now.
   *
   * @param method the HTTP method, {@link #OTHER} for one that nobody knows
   * @param endpoint as far as it is known: a route's template, a method's name, or {@link #OTHER}
   * @param caller the trace that its caller names, see {@link RequestSpans#caller}
   */
  public RequestFacts(
      Protocol protocol, String id, String method, String endpoint, Context caller) {
    this.protocol = protocol;
    this.id = id;
    this.method = method;
    this.endpoint = endpoint;
    this.trace = caller;
  }

  public String id() {
    return id;
  }

  /** It is known which route, or method, answers it. */
  public void endpoint(String template) {
    endpoint = template;
  }

  /** It is traced here: the context has its span. */
  void trace(Context context) {
    trace = context;
  }

  /** Whether a trace is made of it; what is done for it then belongs into {@link #trace}. */
  public boolean isTraced() {
    return span().isRecording();
  }

  /** The trace that it belongs to: with a span of its own, as its caller named it, or none. */
  public Context trace() {
    return trace;
  }

  /** What is told of it to its trace; takes everything and keeps nothing when it is not traced. */
  public Span span() {
    return Span.fromContext(trace);
  }

  /** It is about a tenant that its sender may work in. */
  public void tenant(TenantId known) {
    tenant = known.value();
    MDC.put(LogLine.TENANT_ID, known.value());
  }

  /** It is known who acts. */
  public void actor(Principal known) {
    actor = known.value();
    MDC.put(LogLine.ACTOR, known.value());
  }

  /** Lets lines that are logged from here on carry its id; in the thread that answers it. */
  public void nameLines() {
    MDC.put(LogLine.REQUEST_ID, id);
  }

  String endpoint() {
    return endpoint;
  }

  boolean hasEndpoint() {
    return !endpoint.equals(OTHER);
  }

  boolean isOtherMethod() {
    return method.equals(OTHER);
  }

  Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  Optional<String> actor() {
    return Optional.ofNullable(actor);
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
