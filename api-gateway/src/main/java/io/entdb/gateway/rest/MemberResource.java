package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.rules.MemberRow;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who belongs to a tenant. */
@Path("/v1/tenants/{id}/members")
@NeedsScope(Scope.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public class MemberResource {
  private final Gateway gateway;

  MemberResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(summary = "A tenant's members by their ids, for everybody with a role in it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.MemberPage.class)))
  public Response list(
      @BeanParam ReadParams params,
      @PathParam("id") String id,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic(), TenantId.ofClient(id));
    var pages = new PrincipalPages("members\n" + request.tenant(), pageSize, pageToken);
    Seen<List<MemberRow>> seen = services.members().list(request, pages.after(), pages.limit());
    return pages.answer("members", seen, row -> row.member().user(), MemberResource::json);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a user a member. For owners and admins.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.MemberRequest.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ControlDocs.MemberAnswer.class)))
  public Response add(@BeanParam ControlParams params, @PathParam("id") String id, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    Principal user = Principal.parse(in.requiredText("user_id"));
    Role role = role(in.text("role").orElse(Role.MEMBER.word()));
    in.end();
    Receipt receipt = services.members().add(call, user, role);
    return ReceiptJson.of(201, services.topic(), receipt, member(user, role));
  }

  @PUT
  @Path("/{user}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give a member another role. For owners and admins.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.RoleRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.MemberAnswer.class)))
  public Response change(
      @BeanParam ControlParams params,
      @PathParam("id") String id,
      @PathParam("user") String userId,
      byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(TenantId.ofClient(id), in);
    Principal user = Principal.parse(userId);
    Role role = role(in.requiredText("role"));
    in.end();
    Receipt receipt = services.members().changeRole(call, user, role);
    return ReceiptJson.of(200, services.topic(), receipt, member(user, role));
  }

  @DELETE
  @Path("/{user}")
  @Operation(summary = "Take a member's role away. For owners and admins; the last owner stays.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response remove(
      @BeanParam ControlParams params, @PathParam("id") String id, @PathParam("user") String user) {
    Services services = gateway.services();
    ControlCall call = params.call(TenantId.ofClient(id));
    return ReceiptJson.of(services.topic(), services.members().remove(call, Principal.parse(user)));
  }

  private static Role role(String word) {
    return Role.ofWord(word)
        .orElseThrow(
            () -> ApiException.validation("role: is none of owner, admin, member, viewer, guest"));
  }

  private static Map<String, JsonValue> member(Principal user, Role role) {
    return Map.of(
        "user_id", new JsonValue.Text(user.value()), "role", new JsonValue.Text(role.word()));
  }

  private static JsonValue json(MemberRow row) {
    var members = new TreeMap<>(member(row.member().user(), row.member().role()));
    members.put("joined_at", JsonValue.Num.of(row.joinedAt()));
    return JsonValue.Obj.of(members);
  }
}
