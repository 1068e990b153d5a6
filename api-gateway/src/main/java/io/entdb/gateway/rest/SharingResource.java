package io.entdb.gateway.rest;

import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shares nodes and gives them to other owners. */
@Path("/v1/nodes/{id}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
public class SharingResource {
  private final Gateway gateway;

  SharingResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @POST
  @Path("/share")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give a principal a grant, in place of the one it has.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.ShareRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response share(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(params.tenant(in.text("tenant_id")), in);
    var node = new NodeId(id);
    Grant grant = Grants.grant(in, "");
    in.end();
    JsonValue content =
        JsonValue.Obj.of(
            Map.of("node_id", new JsonValue.Text(id), "grant", Grants.write(List.of(grant))));
    return ReceiptJson.of(services.topic(), services.sharing().share(call, node, grant, content));
  }

  @DELETE
  @Path("/share/{principal}")
  @Operation(summary = "Take a principal's grant away.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response revoke(
      @BeanParam ControlParams params,
      @PathParam("id") String id,
      @PathParam("principal") String principal) {
    Services services = gateway.services();
    ControlCall call = params.call(params.tenant());
    return ReceiptJson.of(
        services.topic(),
        services.sharing().revoke(call, new NodeId(id), Principal.parse(principal)));
  }

  @PUT
  @Path("/owner")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give a node to another owner. For its owner alone; grants stay.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.OwnerRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response transfer(
      @BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(params.tenant(in.text("tenant_id")), in);
    Principal owner = Principal.parse(in.requiredText("new_owner"));
    in.end();
    return ReceiptJson.of(
        services.topic(), services.sharing().transfer(call, new NodeId(id), owner));
  }
}
