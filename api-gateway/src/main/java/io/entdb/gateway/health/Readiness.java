package io.entdb.gateway.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Tells load balancers whether to send requests here. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements org.eclipse.microprofile.health.HealthCheck {
  private final HealthCheck health;

  Readiness(HealthCheck health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    HealthReport report = health.report();
    var response =
        HealthCheckResponse.named("gateway")
            .status(report.ready())
            .withData("applier_lag_ms", report.lagMs());
    report.components().forEach((name, state) -> response.withData(name, state.name()));
    return response.build();
  }
}
