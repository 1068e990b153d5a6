package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.PageKey;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Creates and lists tenants. */
@Path("/v1/tenants")
@NeedsScope(Scope.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public class TenantResource {
  private final Gateway gateway;

  TenantResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Create a tenant. For system: and admin: actors.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.TenantRequest.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ControlDocs.Tenant.class)))
  public Response create(@BeanParam CallParams params, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    // Not from the headers: there a client names the tenant that it works in.
    TenantId tenant = params.sender().in(TenantId.ofClient(in.requiredText("tenant_id")));
    Caller caller = params.caller(in.text("actor"));
    String name = in.text("name").orElse(tenant.value());
    // The creator becomes a member, and members are users.
    Principal owner =
        Principal.parse(in.text("owner").orElseGet(() -> "user:" + caller.actor().id()));
    in.end();
    TenantEntry entry = services.creation().create(caller, tenant, name, owner);
    return Answers.of(201, json(entry, TenantStanding.active(tenant)));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "A tenant by its id.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.Tenant.class)))
  public Response get(@BeanParam ReadParams params, @PathParam("id") String id) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic(), TenantId.ofClient(id));
    TenantEntry entry = services.directory().require(request.tenant());
    return Answers.of(200, json(entry, standing(entry).in(services.statuses().of(request))));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Have a tenant deleted after a grace. For system: and admin: actors.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response delete(
      @BeanParam ControlParams params,
      @PathParam("id") String id,
      @QueryParam("grace_ms") @Parameter(description = "30 days by default.")
          @Nullable String graceMs) {
    Services services = gateway.services();
    ControlCall call = params.call(TenantId.ofClient(id));
    Duration grace = Durations.grace(graceMs);
    return ReceiptJson.of(services.topic(), services.statuses().delete(call, grace));
  }

  @POST
  @Path("/{id}/cancel_deletion")
  @Operation(summary = "Take the deletion of a tenant back before its time.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response cancelDeletion(@BeanParam ControlParams params, @PathParam("id") String id) {
    Services services = gateway.services();
    ControlCall call = params.call(TenantId.ofClient(id));
    return ReceiptJson.of(services.topic(), services.statuses().cancelDeletion(call));
  }

  @POST
  @Path("/{id}/archive")
  @Operation(summary = "End all writes of a tenant. For system: and admin: actors.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response archive(@BeanParam ControlParams params, @PathParam("id") String id) {
    Services services = gateway.services();
    ControlCall call = params.call(TenantId.ofClient(id));
    return ReceiptJson.of(services.topic(), services.statuses().archive(call));
  }

  @PUT
  @Path("/{id}/legal_hold")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Forbid or allow deletes in a tenant. For system: and admin: actors.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.HoldRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response legalHold(
      @BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    if (!in.has("enabled")) {
      throw ApiException.invalidRequest("enabled: is required");
    }
    boolean enabled = in.flag("enabled");
    in.end();
    return ReceiptJson.of(services.topic(), services.statuses().setLegalHold(call, enabled));
  }

  @GET
  @Operation(summary = "Tenants by id: all for system: and admin: actors, else those one owns.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.TenantPage.class)))
  public Response list(
      @BeanParam CallParams params,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    Directory directory = gateway.services().directory();
    Caller caller = params.caller();
    String query = "tenants\n" + caller.actor();
    Paging paging = Paging.of(query, pageSize, pageToken);
    directory.catchUp();
    List<TenantEntry> found =
        directory.visible(
            caller, paging.after().map(key -> new TenantId(key.id())), paging.size() + 1);
    List<TenantEntry> page = found.subList(0, Math.min(found.size(), paging.size()));
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "tenants",
        new JsonValue.Arr(page.stream().map(entry -> json(entry, standing(entry))).toList()));
    if (found.size() > page.size()) {
      var next = new PageKey(Value.NULL, page.getLast().tenant().value());
      Paging.putNext(members, query, Optional.of(next));
    }
    return Answers.ok(members);
  }

  private TenantStanding standing(TenantEntry entry) {
    return gateway.services().directory().standing(entry.tenant());
  }

  private static JsonValue json(TenantEntry entry, TenantStanding standing) {
    var members = new TreeMap<String, JsonValue>();
    members.put("tenant_id", new JsonValue.Text(entry.tenant().value()));
    members.put("name", new JsonValue.Text(entry.name()));
    members.put("owner", new JsonValue.Text(entry.owner().value()));
    members.put("status", new JsonValue.Text(standing.status().word()));
    members.put("created_at", JsonValue.Num.of(entry.createdAt()));
    if (standing.deleteAt() != 0) {
      members.put("deletion_requested_at", JsonValue.Num.of(standing.deletionRequestedAt()));
      members.put("delete_at", JsonValue.Num.of(standing.deleteAt()));
    }
    return JsonValue.Obj.of(members);
  }
}
