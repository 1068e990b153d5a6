package io.entdb.gateway.metrics;

import io.entdb.follower.FollowerListener;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.ParkedTenant;
import io.entdb.gateway.admission.AdmissionListener;
import io.entdb.gateway.admission.RefusedCredential;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.TenantId;
import io.entdb.store.StoreException;
import io.entdb.wal.producer.WalWriterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What the gateway counts and times. Labels take few values: no tenants, no ids. */
@ApplicationScoped
public class GatewayMetrics {
  private static final Logger LOG = Logger.getLogger(GatewayMetrics.class);

  /** Around the thresholds at which operators are called: 0.1 s for appends, 1 s for requests. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;

  GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    // An increase from nothing to one would not show in a rate; all codes start at zero.
    for (ErrorCode code : ErrorCode.values()) {
      errors(code.name());
    }
    for (RefusedCredential why : RefusedCredential.values()) {
      refusals(why.name().toLowerCase(Locale.ROOT));
    }
    appendTimer();
    events();
  }

  /**
   * A request has been answered.
   *
   * @param endpoint a route's template, or {@code other}
   */
  public void answered(String endpoint, String method, int status, Duration took) {
    Counter.builder("entdb_requests_total")
        .description("Requests by endpoint, method and status.")
        .tag("endpoint", endpoint)
        .tag("method", method)
        .tag("status", Integer.toString(status))
        .register(registry)
        .increment();
    Timer.builder("entdb_request_duration_seconds")
        .description("From a request's arrival to the end of its answer.")
        .tag("endpoint", endpoint)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /**
   * A gRPC call has ended.
   *
   * @param status a gRPC status code
   */
  public void called(String method, String status, Duration took) {
    Counter.builder("entdb_grpc_calls_total")
        .description("gRPC calls by method and status code.")
        .tag("method", method)
        .tag("status", status)
        .register(registry)
        .increment();
    Timer.builder("entdb_grpc_call_duration_seconds")
        .description("From the arrival of a gRPC call's message to the end of its answer.")
        .tag("method", method)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /** A request has failed. */
  public void failed(ErrorCode code) {
    errors(code.name()).increment();
  }

  private Counter errors(String code) {
    return Counter.builder("entdb_errors_total")
        .description("Failed requests by error code.")
        .tag("type", code)
        .register(registry);
  }

  private Timer appendTimer() {
    return Timer.builder("entdb_wal_append_duration_seconds")
        .description("From an append to its acknowledgement by all in-sync replicas.")
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter events() {
    return Counter.builder("entdb_wal_events_total")
        .description("Records appended to the log.")
        .register(registry);
  }

  /** Counts appends. */
  public WalWriterListener writes() {
    Timer timer = appendTimer();
    Counter events = events();
    Counter failures =
        Counter.builder("entdb_wal_append_failures_total")
            .description("Records that the log did not acknowledge.")
            .register(registry);
    return new WalWriterListener() {
      @Override
      public void appended(int partition, int bytes, Duration took) {
        timer.record(took);
        events.increment();
      }

      @Override
      public void failed(int partition, Duration took, boolean outcomeUnknown) {
        failures.increment();
      }

      @Override
      public void producerReplaced() {
        LOG.warn("the Kafka producer could not go on and was replaced");
      }
    };
  }

  /** Shows what the follower has in hand whenever somebody looks. */
  public void watch(Supplier<FollowerStats> follower) {
    gauge(
        "entdb_gateway_parked_tenants",
        "Tenants that stand still at a record that cannot be carried out.",
        () -> follower.get().parked());
    gauge(
        "entdb_gateway_held_tenants",
        "Tenants that are kept current.",
        () -> follower.get().heldTenants());
    gauge(
        "entdb_gateway_open_stores",
        "Tenants of these whose files are open.",
        () -> follower.get().openStores());
    gauge(
        "entdb_gateway_queued_records",
        "Records that were read from the log and are not applied yet.",
        () -> follower.get().queuedRecords());
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** Counts and logs what is turned away. */
  public AdmissionListener admission() {
    return new AdmissionListener() {
      @Override
      public void refused(RefusedCredential why, String source, String detail) {
        refusals(why.name().toLowerCase(Locale.ROOT)).increment();
        LOG.infof("a credential from %s was refused: %s %s", source, why, detail);
      }

      @Override
      public void limited(String bucket) {
        Counter.builder("entdb_rate_limited_total")
            .description("Requests turned away because too many came.")
            .tag("bucket", bucket)
            .register(registry)
            .increment();
      }
    };
  }

  private Counter refusals(String reason) {
    return Counter.builder("entdb_auth_refusals_total")
        .description("Credentials that were not taken, by reason.")
        .tag("reason", reason)
        .register(registry);
  }

  /** Logs what the follower meets. */
  public FollowerListener follows() {
    return new FollowerListener() {
      @Override
      public void hydrated(TenantId tenant, Duration took) {
        LOG.infof("tenant %s was built in %d ms", tenant, took.toMillis());
      }

      @Override
      public void hydrationFailed(TenantId tenant, String reason) {
        LOG.warnf("tenant %s could not be built, trying again: %s", tenant, reason);
      }

      @Override
      public void parked(ParkedTenant parked) {
        LOG.errorf(
            "tenant %s is parked at %s: %s", parked.tenant(), parked.position(), parked.reason());
      }

      @Override
      public void unparked(TenantId tenant) {
        LOG.infof("tenant %s goes on", tenant);
      }

      @Override
      public void storeFault(TenantId tenant, StoreException fault) {
        LOG.warnf(fault, "the file of tenant %s cannot be used and is built again", tenant);
      }

      @Override
      public void digestDiverged(TenantId tenant, String message) {
        LOG.errorf("tenant %s: followers disagree: %s", tenant, message);
      }

      @Override
      public void partitionStopped(int partition, String reason) {
        LOG.errorf("partition %d is not followed any further: %s", partition, reason);
      }
    };
  }
}
