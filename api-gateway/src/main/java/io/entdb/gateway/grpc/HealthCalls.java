package io.entdb.gateway.grpc;

import io.entdb.gateway.health.HealthCheck;
import io.entdb.gateway.health.HealthReport;
import io.entdb.grpc.v1.HealthRequest;
import io.entdb.grpc.v1.HealthResponse;
import java.util.Locale;

/** Tells how the gateway is. */
final class HealthCalls {
  private final HealthCheck health;
  private final String version;

  HealthCalls(HealthCheck health, String version) {
    this.health = health;
    this.version = version;
  }

  /** Asks for no credentials: load balancers have none. */
  HealthResponse health(HealthRequest request) {
    HealthReport report = health.report();
    var answer = HealthResponse.newBuilder().setHealthy(report.ready()).setVersion(version);
    report
        .components()
        .forEach(
            (name, state) ->
                answer.putComponents(
                    // Clients know the stores of tenants under this name.
                    name.equals("sqlite") ? "storage" : name,
                    state.name().toLowerCase(Locale.ROOT)));
    return answer.build();
  }
}
