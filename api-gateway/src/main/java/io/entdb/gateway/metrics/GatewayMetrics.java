package io.entdb.gateway.metrics;

import io.entdb.gateway.admission.AdmissionListener;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.admission.RefusedCredential;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.wiring.GatewaySettings;
import io.entdb.service.metrics.AppendMeters;
import io.entdb.service.metrics.FollowerMeters;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.traces.RecordTraces;
import io.entdb.wal.producer.WalWriterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.logging.Logger;

/** What the gateway counts and times besides requests. Labels take few values: no ids. */
@ApplicationScoped
public class GatewayMetrics {
  private static final Logger LOG = Logger.getLogger(GatewayMetrics.class);

  private final MeterRegistry registry;
  private final Appends appends;
  private final Counter redirects;
  private final FollowerMeters follower;

  GatewayMetrics(MeterRegistry registry, GatewaySettings settings, RecordTraces traces) {
    this.registry = registry;
    this.appends = new Appends(registry);
    this.redirects =
        Counter.builder("entdb_redirects_total")
            .description("Requests for tenants that another node serves.")
            .register(registry);
    this.follower =
        new FollowerMeters(registry, settings.follower(), traces, InstantSource.system());
    KafkaMeters.show(registry);
    KafkaMeters.showProducer(registry);
    // An increase from nothing to one would not show in a rate; all kinds start at zero.
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.MISDIRECTED_REQUEST) {
        errors(code);
      }
    }
    for (RefusedCredential why : RefusedCredential.values()) {
      refusals(why);
    }
    RateLimits.KINDS.forEach(this::limits);
  }

  /** A request has failed, or was told where to go, which is no failure. */
  public void failed(ErrorCode code) {
    if (code == ErrorCode.MISDIRECTED_REQUEST) {
      redirects.increment();
    } else {
      errors(code).increment();
    }
  }

  private Counter errors(ErrorCode code) {
    return Counter.builder("entdb_errors_total")
        .description("Failed requests by error code.")
        .tag("type", code.name())
        .register(registry);
  }

  private Counter refusals(RefusedCredential why) {
    return Counter.builder("entdb_auth_refusals_total")
        .description("Credentials that were not taken, by reason.")
        .tag("reason", why.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter limits(String bucket) {
    return Counter.builder("entdb_rate_limited_total")
        .description("Requests turned away because too many came.")
        .tag("bucket", bucket)
        .register(registry);
  }

  /** Counts what becomes of followed records. The follower logs by itself. */
  public FollowerMeters follower() {
    return follower;
  }

  /** Counts appends. */
  public WalWriterListener writes() {
    return appends;
  }

  /** Counts and logs what is turned away. */
  public AdmissionListener admission() {
    return new AdmissionListener() {
      @Override
      public void refused(RefusedCredential why, String source, String detail) {
        refusals(why).increment();
        LOG.infof("a credential from %s was refused: %s %s", source, why, detail);
      }

      @Override
      public void limited(String bucket) {
        limits(bucket).increment();
      }
    };
  }

  /** Hears of appends by counting them. */
  private static final class Appends extends AppendMeters implements WalWriterListener {
    Appends(MeterRegistry registry) {
      super(registry);
    }
  }
}
