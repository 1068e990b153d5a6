package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.control.Users;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.record.UserStatus;
import io.entdb.store.Membership;
import io.entdb.store.PageKey;
import io.entdb.store.UserEntry;
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

/** Users of the system. */
@Path("/v1/users")
@NeedsScope(Scope.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "users")
public class UserResource {
  private final Gateway gateway;

  UserResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Create a user. For system: and admin: actors.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.UserRequest.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response create(@BeanParam ControlParams params, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.SYSTEM, in);
    Principal user = Users.parse(in.requiredText("user_id"));
    String email = in.requiredText("email");
    String name = in.requiredText("name");
    in.end();
    return answer(201, user, services.users().create(call, user, email, name));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "A user by its id.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response get(@BeanParam CallParams params, @PathParam("id") String id) {
    params.caller();
    UserEntry user =
        gateway
            .services()
            .users()
            .find(Users.parse(id))
            .orElseThrow(() -> ApiException.notFound("User not found").with("user_id", id));
    return Answers.ok(json(user));
  }

  @GET
  @Operation(summary = "Users in a status, by the time of their creation.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.UserPage.class)))
  public Response list(
      @BeanParam CallParams params,
      @QueryParam("status") @Parameter(description = "active by default.") @Nullable String status,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    params.caller();
    UserStatus wanted = Texts.isGiven(status) ? status("" + status) : UserStatus.ACTIVE;
    String query = "users\n" + wanted.word();
    Paging paging = Paging.of(query, pageSize, pageToken);
    long createdAt =
        paging.after().map(PageKey::value).orElse(Value.NULL) instanceof Value.Int(long at)
            ? at
            : -1;
    List<UserEntry> found =
        gateway
            .services()
            .users()
            .list(wanted, createdAt, paging.after().map(PageKey::id).orElse(""), paging.size() + 1);
    List<UserEntry> page = found.subList(0, Math.min(found.size(), paging.size()));
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "users",
        new JsonValue.Arr(
            page.stream().<JsonValue>map(user -> JsonValue.Obj.of(json(user))).toList()));
    if (found.size() > page.size()) {
      UserEntry last = page.getLast();
      var next = new PageKey(new Value.Int(last.createdAt()), last.user().value());
      Paging.putNext(members, query, Optional.of(next));
    }
    return Answers.ok(members);
  }

  @GET
  @Path("/{id}/tenants")
  @Operation(summary = "The tenants that a user is a member of, with its roles.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.MembershipList.class)))
  public Response tenants(@BeanParam CallParams params, @PathParam("id") String id) {
    params.caller();
    List<JsonValue> tenants =
        gateway.services().users().tenants(Users.parse(id)).stream()
            .map(UserResource::json)
            .toList();
    return Answers.ok(Map.of("tenants", new JsonValue.Arr(tenants)));
  }

  @GET
  @Path("/{id}/export")
  @Operation(summary = "Everything that is a user's. For the user itself and admin actors.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.Export.class)))
  public Response export(@BeanParam CallParams params, @PathParam("id") String id) {
    return Answers.of(200, gateway.services().exports().export(params.caller(), Users.parse(id)));
  }

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change a user. For the user itself, system: and admin: actors.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.UserUpdate.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response update(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.SYSTEM, in);
    Principal user = Users.parse(id);
    var changes =
        new Users.Changes(
            in.text("email"), in.text("name"), in.text("status").map(UserResource::status));
    in.end();
    return answer(200, user, services.users().update(call, user, changes));
  }

  @PUT
  @Path("/{id}/frozen")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "End a user's writes in all tenants, or allow them again.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.HoldRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response freeze(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.SYSTEM, in);
    if (!in.has("enabled")) {
      throw ApiException.invalidRequest("enabled: is required");
    }
    boolean enabled = in.flag("enabled");
    in.end();
    Principal user = Users.parse(id);
    return answer(200, user, services.users().freeze(call, user, enabled));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Have a user deleted after a grace. Until then it can be taken back.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response delete(
      @BeanParam ControlParams params,
      @PathParam("id") String id,
      @QueryParam("grace_ms") @Parameter(description = "30 days by default.")
          @Nullable String graceMs) {
    ControlCall call = params.call(TenantId.SYSTEM);
    Principal user = Users.parse(id);
    Duration grace = Durations.grace(graceMs);
    return answer(200, user, gateway.services().users().delete(call, user, grace));
  }

  @POST
  @Path("/{id}/cancel_deletion")
  @Operation(summary = "Take the deletion of a user back before its time.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.User.class)))
  public Response cancelDeletion(@BeanParam ControlParams params, @PathParam("id") String id) {
    ControlCall call = params.call(TenantId.SYSTEM);
    Principal user = Users.parse(id);
    return answer(200, user, gateway.services().users().cancelDeletion(call, user));
  }

  /** The receipt, with the user as the directory has it by then. */
  private Response answer(int status, Principal user, Receipt receipt) {
    Services services = gateway.services();
    Map<String, JsonValue> shown =
        receipt.state() instanceof Receipt.State.Applied
            ? services.users().find(user).map(UserResource::json).orElse(Map.of())
            : Map.of();
    return ReceiptJson.of(status, services.topic(), receipt, withoutStatus(shown));
  }

  /** The status of an answer to a write is the receipt's. */
  private static Map<String, JsonValue> withoutStatus(Map<String, JsonValue> shown) {
    var members = new TreeMap<>(shown);
    @Nullable JsonValue status = members.remove("status");
    if (status != null) {
      members.put("user_status", status);
    }
    return members;
  }

  private static UserStatus status(String word) {
    return UserStatus.ofWord(word)
        .orElseThrow(
            () ->
                ApiException.validation(
                    "status: is none of active, frozen, pending_deletion, deleted"));
  }

  private static JsonValue json(Membership membership) {
    return JsonValue.Obj.of(
        Map.of(
            "tenant_id", new JsonValue.Text(membership.tenant().value()),
            "role", new JsonValue.Text(membership.role().word()),
            "joined_at", JsonValue.Num.of(membership.joinedAt())));
  }

  private static Map<String, JsonValue> json(UserEntry user) {
    var members = new TreeMap<String, JsonValue>();
    members.put("user_id", new JsonValue.Text(user.user().value()));
    members.put("email", new JsonValue.Text(user.email()));
    members.put("name", new JsonValue.Text(user.name()));
    members.put("status", new JsonValue.Text(user.status().word()));
    members.put("created_at", JsonValue.Num.of(user.createdAt()));
    members.put("updated_at", JsonValue.Num.of(user.updatedAt()));
    if (user.deletionRequestedAt() != 0) {
      members.put("deletion_requested_at", JsonValue.Num.of(user.deletionRequestedAt()));
      members.put("delete_at", JsonValue.Num.of(user.deleteAt()));
    }
    return members;
  }
}
