package io.entdb.gateway.rest;

import io.entdb.gateway.health.HealthCheck;
import io.entdb.model.json.JsonValue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Yes or no, for load balancers that see only the port that clients use. */
@Path("/q/health")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operators")
public class ProbeResource {
  private final HealthCheck health;

  ProbeResource(HealthCheck health) {
    this.health = health;
  }

  @GET
  @Path("/live")
  @Operation(summary = "200 while the process answers.")
  public Response live() {
    return answer(true);
  }

  @GET
  @Path("/ready")
  @Operation(summary = "200 when requests are served, else 503.")
  public Response ready() {
    return answer(health.report().ready());
  }

  private static Response answer(boolean up) {
    return Answers.of(
        up ? 200 : 503, JsonValue.Obj.of(Map.of("status", new JsonValue.Text(up ? "UP" : "DOWN"))));
  }
}
