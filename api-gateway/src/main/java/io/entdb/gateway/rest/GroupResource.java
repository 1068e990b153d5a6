package io.entdb.gateway.rest;

import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.control.Groups;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.rules.GroupMemberRow;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.jspecify.annotations.Nullable;

/** Groups and who is in them. */
@Path("/v1/groups")
@NeedsScope(Scope.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tenants")
public class GroupResource {
  private final Gateway gateway;

  GroupResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(summary = "The tenant's groups that have members, for everybody with a role.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.GroupPage.class)))
  public Response list(
      @BeanParam ReadParams params,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic());
    var pages = new PrincipalPages("groups\n" + request.tenant(), pageSize, pageToken);
    Seen<List<Principal>> seen = services.groups().list(request, pages.after(), pages.limit());
    return pages.answer(
        "groups",
        seen,
        group -> group,
        group -> JsonValue.Obj.of(Map.of("group", new JsonValue.Text(group.value()))));
  }

  @GET
  @Path("/{group}/members")
  @Operation(summary = "Who is in a group, not counting members of groups in it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.GroupMemberPage.class)))
  public Response members(
      @BeanParam ReadParams params,
      @PathParam("group") String name,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic());
    Principal group = Groups.parse(name);
    String query = "group\n" + request.tenant() + "\n" + group;
    var pages = new PrincipalPages(query, pageSize, pageToken);
    Seen<List<GroupMemberRow>> seen =
        services.groups().members(request, group, pages.after(), pages.limit());
    return pages.answer("members", seen, GroupMemberRow::member, GroupResource::json);
  }

  @PUT
  @Path("/{group}/members/{member}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Put a user or a group into a group. For owners and admins.")
  @RequestBody(content = @Content(schema = @Schema(implementation = ControlDocs.RoleRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response put(
      @BeanParam ControlParams params,
      @PathParam("group") String group,
      @PathParam("member") String member,
      byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ControlCall call = params.call(params.tenant(in.text("tenant_id")), in);
    String role = in.text("role").orElse("member");
    in.end();
    Receipt receipt =
        services.groups().put(call, Groups.parse(group), Principal.parse(member), role);
    return ReceiptJson.of(services.topic(), receipt);
  }

  @DELETE
  @Path("/{group}/members/{member}")
  @Operation(summary = "Take a user or a group out of a group. For owners and admins.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response remove(
      @BeanParam ControlParams params,
      @PathParam("group") String group,
      @PathParam("member") String member) {
    Services services = gateway.services();
    ControlCall call = params.call(params.tenant());
    return ReceiptJson.of(
        services.topic(),
        services.groups().remove(call, Groups.parse(group), Principal.parse(member)));
  }

  private static JsonValue json(GroupMemberRow row) {
    return JsonValue.Obj.of(
        Map.of(
            "member", new JsonValue.Text(row.member().value()),
            "role", new JsonValue.Text(row.role())));
  }
}
