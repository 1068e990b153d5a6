package io.entdb.gateway.requests;

import io.entdb.gateway.requests.RequestFacts.Protocol;
import io.entdb.service.logs.AccessLine;
import io.entdb.service.metrics.Buckets;
import io.entdb.service.traces.RecordTraces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Counts, times, traces and logs each request once, when it has been answered. */
@ApplicationScoped
public class RequestWatch {
  private static final String NAME = "io.entdb.access";
  private static final Logger LOG = Logger.getLogger(NAME);

  /** Asked every few seconds by machines, and of no interest while they answer. */
  private static final Set<String> PROBES =
      Set.of("/health", "/q/health/live", "/q/health/ready", "Health");

  /**
   * Where clients wait on purpose for what is yet to come: how long says nothing of the service.
   */
  private static final Set<String> WAITS = Set.of("/v1/changes", "WaitForOffset");

  private final MeterRegistry registry;
  private final RequestSpans spans;
  private final Map<Protocol, AtomicInteger> active = new EnumMap<>(Protocol.class);
  private final Map<Answer, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Target, Timer> timers = new ConcurrentHashMap<>();

  private record Answer(Protocol protocol, String endpoint, String method, String status) {}

  private record Target(Protocol protocol, String endpoint) {}

  RequestWatch(
      MeterRegistry registry,
      OpenTelemetry telemetry,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isUntraced) {
    this.registry = registry;
    // The framework's tracer makes spans even where tracing is off; it only sends them nowhere.
    this.spans = new RequestSpans(isUntraced ? OpenTelemetry.noop() : telemetry);
    for (Protocol protocol : Protocol.values()) {
      var count = new AtomicInteger();
      active.put(protocol, count);
      Gauge.builder("entdb_requests_active", count, AtomicInteger::get)
          .description("Requests that are being answered.")
          .tag("protocol", protocol.label)
          .register(registry);
    }
  }

  /** Whether an endpoint is one that machines ask whether the service is well. */
  public static boolean isProbe(String endpoint) {
    return PROBES.contains(endpoint);
  }

  /** A request is being answered from now on; call {@link #answered} once. */
  public void begun(RequestFacts facts) {
    active(facts).incrementAndGet();
    spans.begin(facts);
  }

  private AtomicInteger active(RequestFacts facts) {
    return Objects.requireNonNull(active.get(facts.protocol));
  }

  /**
   * A request has been answered.
   *
   * @param status the HTTP status, or the name of the gRPC status code
   */
  public void answered(RequestFacts facts, String status) {
    active(facts).decrementAndGet();
    Duration took = facts.took();
    if (facts.isTraced()) {
      // Within its trace, which histograms and counters then name as an example.
      RecordTraces.within(facts.trace(), () -> count(facts, status, took));
      spans.end(facts, status);
    } else {
      count(facts, status, took);
    }
    log(facts, status, took);
  }

  private void count(RequestFacts facts, String status, Duration took) {
    counter(facts, status).increment();
    if (!WAITS.contains(facts.endpoint())) {
      timer(facts).record(took);
    }
  }

  private Counter counter(RequestFacts facts, String status) {
    return counters.computeIfAbsent(
        new Answer(facts.protocol, facts.endpoint(), facts.method, status),
        answer ->
            Counter.builder("entdb_requests_total")
                .description("Requests by protocol, endpoint, method and status.")
                .tag("protocol", answer.protocol().label)
                .tag("endpoint", answer.endpoint())
                .tag("method", answer.method())
                .tag("status", answer.status())
                .register(registry));
  }

  private Timer timer(RequestFacts facts) {
    return timers.computeIfAbsent(
        new Target(facts.protocol, facts.endpoint()),
        target ->
            Buckets.REQUESTS.timer(
                registry,
                "entdb_request_duration_seconds",
                "From a request's arrival to the end of its answer.",
                "protocol",
                target.protocol().label,
                "endpoint",
                target.endpoint()));
  }

  private static void log(RequestFacts facts, String status, Duration took) {
    Level level = isProbe(facts.endpoint()) ? Level.DEBUG : Level.INFO;
    if (!LOG.isLoggable(level)) {
      return;
    }
    LOG.logRaw(
        new AccessLine(
            level,
            NAME,
            new AccessLine.Facts(
                facts.method,
                facts.endpoint(),
                status,
                took.toMillis(),
                facts.id,
                facts.tenant(),
                facts.actor(),
                RecordTraces.traceId(facts.trace()))));
  }
}
