package io.entdb.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which binary a process runs, and whether it is ready. */
@ApplicationScoped
public class ProcessMeters {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** An answer that is older says nothing: the probe itself hangs. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final MeterRegistry registry;
  private final SmallRyeHealthReporter health;
  private final String service;
  private final String version;
  private volatile boolean ready;
  private volatile long askedNanos;

  ProcessMeters(
      MeterRegistry registry,
      SmallRyeHealthReporter health,
      @ConfigProperty(name = "quarkus.application.name") String service,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.registry = registry;
    this.health = health;
    this.service = service;
    this.version = version;
  }

  void show(@Observes StartupEvent start) {
    Gauge.builder("entdb_build_info", () -> 1)
        .description("Which binary this is.")
        .tag("service", service)
        .tag("version", version)
        .register(registry);
    askedNanos = System.nanoTime();
    Gauge.builder("entdb_ready", this, it -> it.isReady() ? 1 : 0)
        .description("What the readiness probe said when last looked at.")
        .register(registry);
    Gauges.every(LOOK, "readiness", this::look);
  }

  private void look() {
    ready = !health.getReadiness().isDown();
    askedNanos = System.nanoTime();
  }

  private boolean isReady() {
    return ready && System.nanoTime() - askedNanos < FRESH.toNanos();
  }
}
