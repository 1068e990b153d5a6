package io.entdb.service.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Keeps meters of the framework away whose names Prometheus' linter refuses; nobody reads them. */
@ApplicationScoped
public class Unshown {
  private static final Set<String> NAMES = Set.of("system.cpu.count", "process.cpu.time");

  @Produces
  @Singleton
  MeterFilter unshown() {
    return MeterFilter.deny(id -> NAMES.contains(id.getName()));
  }
}
