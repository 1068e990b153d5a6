package io.entdb.gateway.rest;

import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.control.Quotas;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Quota;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How much a tenant may do. */
@Path("/v1/tenants/{id}/quota")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
@NeedsScope(Scope.ADMIN)
public class QuotaResource {
  private final Gateway gateway;

  QuotaResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(summary = "A tenant's quota and its use this month. For owners and admins.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.Quota.class)))
  public Response get(@BeanParam ReadParams params, @PathParam("id") String id) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic(), TenantId.ofClient(id));
    Quotas.State state = services.quotas().get(request);
    Quota quota = state.quota();
    MonthlyUse use = state.use();
    var members = new TreeMap<String, JsonValue>();
    members.put("tenant_id", new JsonValue.Text(request.tenant().value()));
    members.put("max_writes_per_month", JsonValue.Num.of(quota.maxWritesPerMonth()));
    members.put("hard_enforce", new JsonValue.Bool(quota.hardEnforce()));
    members.put("writes_used", JsonValue.Num.of(use.writes()));
    members.put("period_start", JsonValue.Num.of(use.startMs()));
    members.put("period_end", JsonValue.Num.of(use.endMs()));
    members.put("max_rps_sustained", JsonValue.Num.of(quota.maxRpsSustained()));
    members.put("max_rps_burst", JsonValue.Num.of(quota.maxRpsBurst()));
    members.put("max_rps_per_user_sustained", JsonValue.Num.of(quota.maxRpsPerUserSustained()));
    members.put("max_rps_per_user_burst", JsonValue.Num.of(quota.maxRpsPerUserBurst()));
    return Answers.ok(members);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Set a tenant's quota. For system: and admin: actors.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.QuotaRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response set(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    var quota =
        new Quota(
            in.number("max_writes_per_month", 0, Long.MAX_VALUE).orElse(0),
            in.flag("hard_enforce"),
            number(in, "max_rps_sustained"),
            number(in, "max_rps_burst"),
            number(in, "max_rps_per_user_sustained"),
            number(in, "max_rps_per_user_burst"));
    in.end();
    return ReceiptJson.of(services.topic(), services.quotas().set(call, quota));
  }

  private static int number(ObjectReader in, String key) {
    return (int) in.number(key, 0, Integer.MAX_VALUE).orElse(0);
  }
}
