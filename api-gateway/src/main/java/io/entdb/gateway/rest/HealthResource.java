package io.entdb.gateway.rest;

import io.entdb.gateway.health.HealthCheck;
import io.entdb.gateway.health.HealthReport;
import io.entdb.model.json.JsonValue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells how the gateway is, on the port that clients use. */
@Path("/health")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operators")
public class HealthResource {
  private final HealthCheck health;
  private final String version;

  HealthResource(
      HealthCheck health, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.health = health;
    this.version = version;
  }

  @GET
  @Operation(summary = "How the gateway is; 503 when it cannot serve.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.Health.class)))
  public Response health() {
    HealthReport report = health.report();
    var components = new TreeMap<String, JsonValue>();
    report
        .components()
        .forEach(
            (name, state) ->
                components.put(name, new JsonValue.Text(state.name().toLowerCase(Locale.ROOT))));
    var members = new TreeMap<String, JsonValue>();
    members.put("status", new JsonValue.Text(report.status()));
    members.put("components", JsonValue.Obj.of(components));
    members.put(
        "applier_lag_ms",
        report.lagMs() < 0 ? new JsonValue.Null() : JsonValue.Num.of(report.lagMs()));
    members.put("last_snapshot", new JsonValue.Null());
    members.put("parked_tenants", JsonValue.Num.of(report.parkedTenants()));
    members.put("hydrating_tenants", JsonValue.Num.of(report.hydratingTenants()));
    members.put("failing_tenants", JsonValue.Num.of(report.failingTenants()));
    members.put("version", new JsonValue.Text(version));
    return Answers.of(report.ready() ? 200 : 503, JsonValue.Obj.of(members));
  }
}
