package io.entdb.gateway.rest;

import io.entdb.gateway.control.Content.Revoked;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Puts what a user has in a tenant in order, for those who manage the tenant. */
@Path("/v1/tenants/{id}/content")
@NeedsScope(Scope.ADMIN)
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public class ContentResource {
  private final Gateway gateway;

  ContentResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @POST
  @Path("/delegate")
  @Operation(summary = "Share all nodes that a user owns with another.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.DelegateRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.ContentAnswer.class)))
  public Response delegate(
      @BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    Principal from = user(in, "from_user");
    Principal to = user(in, "to_user");
    long expiresAt = in.number("expires_at", 0, Long.MAX_VALUE).orElse(0);
    Grant grant = Grant.ofWord(to, in.text("permission").orElse("read"), expiresAt);
    in.end();
    return answer(Map.of("delegated", services.content().delegate(call, from, grant)));
  }

  @POST
  @Path("/transfer")
  @Operation(summary = "Give all nodes that a user owns to another, who becomes a member.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.TransferRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.ContentAnswer.class)))
  public Response transfer(
      @BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    Principal from = user(in, "from_user");
    Principal to = user(in, "to_user");
    in.end();
    return answer(Map.of("transferred", services.content().transfer(call, from, to)));
  }

  @POST
  @Path("/revoke")
  @Operation(summary = "Take all grants and group memberships of a user away. It stays a member.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.RevokeAllRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.ContentAnswer.class)))
  public Response revoke(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    Principal user = user(in, "user_id");
    in.end();
    Revoked revoked = services.content().revokeAll(call, user);
    return answer(Map.of("revoked_grants", revoked.grants(), "revoked_groups", revoked.groups()));
  }

  private static Principal user(ObjectReader in, String key) {
    return Grants.user(in.path(key), in.requiredText(key));
  }

  private static Response answer(Map<String, Long> counts) {
    var members = new TreeMap<String, JsonValue>();
    counts.forEach((name, count) -> members.put(name, JsonValue.Num.of(count)));
    return Answers.ok(members);
  }
}
