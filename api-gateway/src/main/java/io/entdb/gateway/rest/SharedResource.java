package io.entdb.gateway.rest;

import io.entdb.gateway.control.SharedWithMe;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.store.PageKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What others share with the caller. */
@Path("/v1/shared")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
public class SharedResource {
  private final Gateway gateway;

  SharedResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(
      summary = "Nodes of all tenants that are shared with the actor, its groups or its tenant.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.SharedPage.class)))
  public Response list(
      @BeanParam ReadParams params,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic());
    String query = "shared\n" + request.tenant() + "\n" + request.caller().actor();
    Paging paging = Paging.of(query, pageSize, pageToken);
    SharedWithMe.Page page =
        services
            .sharedWithMe()
            .list(request, paging.after().map(SharedResource::after), paging.size());
    List<JsonValue> nodes =
        page.nodes().stream()
            .map(it -> new Render(it.tenant(), it.schema(), params.keysAreIds()).node(it.node()))
            .toList();
    var members = new TreeMap<String, JsonValue>();
    members.put("nodes", new JsonValue.Arr(nodes));
    if (page.hasMore()) {
      SharedWithMe.Shared last = page.nodes().getLast();
      var next = new PageKey(new Value.Str(last.tenant().value()), last.node().id().value());
      Paging.putNext(members, query, Optional.of(next));
    }
    if (!page.elsewhere().isEmpty()) {
      members.put("elsewhere", page.elsewhere().toJson());
    }
    return Answers.ok(members, page.stale());
  }

  private static SharedWithMe.After after(PageKey key) {
    String tenant = key.value() instanceof Value.Str(String text) ? text : "";
    return new SharedWithMe.After(new TenantId(tenant), new NodeId(key.id()));
  }
}
