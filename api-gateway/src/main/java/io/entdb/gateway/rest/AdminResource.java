package io.entdb.gateway.rest;

import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.follower.ParkedTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.backup.Rebasing.Branch;
import io.entdb.gateway.backup.SnapshotRequests.Requested;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.StoreState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
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

/** For operators, with the admin token. Without a configured token these resources do not exist. */
@Path("/admin")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operators")
public class AdminResource {
  private final Gateway gateway;
  private final AdminToken token;

  AdminResource(Gateway gateway, AdminToken token) {
    this.gateway = gateway;
    this.token = token;
  }

  @GET
  @Path("/parked")
  @Operation(summary = "Tenants that this gateway cannot carry on, with position and reason.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.ParkedAnswer.class)))
  public Response parked(@HeaderParam("Authorization") @Nullable String authorization) {
    token.require(authorization);
    String topic = gateway.services().topic();
    return Answers.ok(
        Map.of(
            "parked",
            new JsonValue.Arr(
                gateway.parked().stream().map(parked -> json(topic, parked)).toList())));
  }

  @GET
  @Path("/tenants/{id}/state")
  @Operation(
      summary = "Where a tenant's store stands here.",
      description = "At one position every follower has one digest. _system is the directory.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.StateAnswer.class)))
  public Response state(
      @HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
    token.require(authorization);
    Services services = gateway.services();
    return Answers.of(200, json(services.topic(), services.reads().state(new TenantId(id))));
  }

  @POST
  @Path("/snapshot")
  @Operation(
      summary = "Asks for a snapshot of one tenant, or of all.",
      description =
          "The snapshot holds exactly the state at the position in the answer. It is made from the"
              + " archive soon after; see /admin/snapshots.")
  @RequestBody(
      required = false,
      content = @Content(schema = @Schema(implementation = ControlDocs.SnapshotRequest.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = ControlDocs.SnapshotsAnswer.class)))
  public Response snapshot(
      @HeaderParam("Authorization") @Nullable String authorization, byte @Nullable [] body) {
    token.require(authorization);
    Services services = gateway.services();
    Optional<String> tenant = Optional.empty();
    if (body != null && body.length > 0) {
      var members = new ObjectReader("", JsonBody.object(body), Problems.THROW);
      tenant = members.text("tenant_id");
      members.end();
    }
    List<Requested> requested =
        tenant.isPresent()
            ? List.of(services.snapshots().request(new TenantId(tenant.get())))
            : services.snapshots().requestAll();
    return Answers.of(
        202,
        JsonValue.Obj.of(
            Map.of(
                "snapshots",
                new JsonValue.Arr(
                    requested.stream().map(each -> json(services.topic(), each)).toList()))));
  }

  @GET
  @Path("/snapshots/{id}")
  @Operation(
      summary = "Whether a snapshot is made.",
      description = "PENDING also where nobody asked for it, or retention has removed it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.SnapshotAnswer.class)))
  public Response snapshotState(
      @HeaderParam("Authorization") @Nullable String authorization,
      @PathParam("id") String id,
      @Parameter(required = true, description = "Ids are unique within a tenant.")
          @QueryParam("tenant_id")
          @Nullable String tenant) {
    token.require(authorization);
    if (tenant == null) {
      throw new InvalidException("tenant_id: is required");
    }
    SnapshotId snapshotId =
        SnapshotId.parse(id)
            .orElseThrow(() -> ApiException.notFound("\"" + id + "\" is no id of a snapshot"));
    var members = new TreeMap<String, JsonValue>();
    members.put("tenant_id", new JsonValue.Text(tenant));
    members.put("snapshot_id", new JsonValue.Text(id));
    Optional<SnapshotManifest> made =
        gateway.services().snapshots().find(new TenantId(tenant), snapshotId);
    members.put("status", new JsonValue.Text(made.isPresent() ? "DONE" : "PENDING"));
    if (made.isPresent()) {
      members.put("digest", new JsonValue.Text(made.get().image().digest()));
      members.put("bytes", JsonValue.Num.of(made.get().image().bytes()));
      members.put("created_at", JsonValue.Num.of(made.get().createdAtMs()));
      members.put("tenant_time", JsonValue.Num.of(made.get().tenantTimeMs()));
    }
    return Answers.ok(members);
  }

  @POST
  @Path("/tenants/{id}/rebase")
  @Operation(
      summary = "Replaces a tenant's data by an image that was uploaded before.",
      description =
          "Members, roles, status and idempotency keys stay. With create, the tenant is made"
              + " first. PENDING = it is in the log, and happens when the image is fetched.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.RebaseRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response rebase(
      @HeaderParam("Authorization") @Nullable String authorization,
      @PathParam("id") String id,
      byte[] body) {
    token.require(authorization);
    Services services = gateway.services();
    TenantId tenant = TenantId.ofClient(id);
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    String sha256 = in.requiredText("image_sha256");
    Optional<String> owner = in.text("create_with_owner");
    String name = in.text("name").orElse(id);
    in.end();
    return ReceiptJson.ofWrite(
        services.topic(),
        services
            .rebasing()
            .rebase(tenant, sha256, owner.map(user -> new Branch(name, Principal.parse(user)))));
  }

  private static JsonValue json(String topic, Requested requested) {
    return JsonValue.Obj.of(
        Map.of(
            "tenant_id", new JsonValue.Text(requested.tenant().value()),
            "snapshot_id", new JsonValue.Text(requested.id().toString()),
            "wal_position", new JsonValue.Text(requested.position().toText(topic))));
  }

  private static JsonValue json(String topic, StoreState state) {
    var members = new TreeMap<String, JsonValue>();
    members.put("tenant_id", new JsonValue.Text(state.tenant().value()));
    members.put("incarnation", JsonValue.Num.of(state.incarnation()));
    state
        .position()
        .ifPresent(at -> members.put("wal_position", new JsonValue.Text(at.toText(topic))));
    members.put("digest", new JsonValue.Text(state.digest()));
    members.put("tenant_time", JsonValue.Num.of(state.tenantTime()));
    members.put("schema_fingerprint", new JsonValue.Text(state.schemaFingerprint()));
    return JsonValue.Obj.of(members);
  }

  private static JsonValue json(String topic, ParkedTenant parked) {
    var members = new TreeMap<String, JsonValue>();
    members.put("tenant_id", new JsonValue.Text(parked.tenant().value()));
    members.put("wal_position", new JsonValue.Text(parked.position().toText(topic)));
    members.put("reason", new JsonValue.Text(parked.reason()));
    members.put("since", JsonValue.Num.of(parked.since().toEpochMilli()));
    members.put("records_behind", JsonValue.Num.of(parked.recordsBehind()));
    return JsonValue.Obj.of(members);
  }
}
