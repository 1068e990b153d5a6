package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Scope;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.schema.FieldDef;
import io.entdb.store.NodeView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads single nodes and batches of them. */
@Path("/v1/nodes")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
public class NodeResource {
  private final Gateway gateway;

  NodeResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "A node by its id.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.Node.class)))
  public Response node(
      @BeanParam ReadParams params,
      @PathParam("id") String id,
      @QueryParam("include_deleted") @Parameter(description = "true: also soft-deleted ones.")
          @Nullable String includeDeleted) {
    Services services = gateway.services();
    var nodeId = new NodeId(id);
    boolean deleted = Texts.flag("include_deleted", includeDeleted);
    ReadRequest request = params.request(services.topic());
    Seen<Optional<NodeView>> seen =
        services.reads().read(request, reader -> reader.node(nodeId, deleted));
    return answer(params, request, seen, () -> noSuchNode(id));
  }

  @GET
  @Path("/by-key")
  @Operation(summary = "The node whose unique or indexed field holds a value.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.Node.class)))
  public Response byKey(
      @BeanParam ReadParams params,
      @QueryParam("type_id") @Nullable String typeId,
      @QueryParam("field") @Parameter(description = "Name or id.") @Nullable String field,
      @QueryParam("value") @Nullable String value) {
    Services services = gateway.services();
    int type = Texts.required("type_id", typeId, 1, Integer.MAX_VALUE);
    String key = Texts.required("field", field);
    if (value == null) {
      throw ApiException.invalidRequest("value: is required");
    }
    ReadRequest request = params.request(services.topic());
    Seen<Optional<NodeView>> seen =
        services
            .reads()
            .readOfType(
                request,
                Optional.<NodeView>empty(),
                reader -> {
                  FieldDef def = Names.field(Types.node(reader.schema(), type), key);
                  return reader.nodeByKey(type, def.fieldId(), Filters.value(def, value));
                });
    return answer(
        params,
        request,
        seen,
        () -> ApiException.notFound("no node of type " + type + " has this value in " + key));
  }

  @POST
  @NeedsScope(Scope.READ)
  @Path("/get")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Nodes by their ids, at most 1000; those not there are named.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.BatchRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.BatchAnswer.class)))
  public Response batch(@BeanParam ReadParams params, byte[] body) {
    Services services = gateway.services();
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    ReadRequest request = params.request(services.topic(), in.text("tenant_id"), in.text("actor"));
    if (!in.has("ids")) {
      throw ApiException.invalidRequest("ids: is required");
    }
    List<NodeId> ids = ids(in.texts("ids"));
    in.end();
    Seen<List<Optional<NodeView>>> seen =
        services
            .reads()
            .read(request, reader -> ids.stream().map(id -> reader.node(id, false)).toList());
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    var members = new TreeMap<String, JsonValue>();
    members.put("nodes", render.nodes(seen.value().stream().flatMap(Optional::stream).toList()));
    members.put(
        "missing_ids",
        new JsonValue.Arr(
            List.copyOf(
                IntStream.range(0, ids.size())
                    .filter(i -> seen.value().get(i).isEmpty())
                    .mapToObj(i -> new JsonValue.Text(ids.get(i).value()))
                    .toList())));
    return Answers.ok(members, seen.stale());
  }

  private static List<NodeId> ids(List<String> texts) {
    if (texts.size() > Limits.BATCH_READ_MAX) {
      throw ApiException.validation(
          "ids: " + texts.size() + " ids exceed the limit of " + Limits.BATCH_READ_MAX);
    }
    var ids = new ArrayList<NodeId>(texts.size());
    for (String text : texts) {
      try {
        ids.add(new NodeId(text));
      } catch (InvalidException e) {
        throw ApiException.invalidRequest("ids: " + e.getMessage());
      }
    }
    return ids;
  }

  private static Response answer(
      ReadParams params,
      ReadRequest request,
      Seen<Optional<NodeView>> seen,
      Supplier<ApiException> missing) {
    NodeView node = seen.value().orElseThrow(missing);
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    return Answers.ok(((JsonValue.Obj) render.node(node)).members(), seen.stale());
  }

  /** The same whether the node is not there or only hidden from the caller. */
  static ApiException noSuchNode(String id) {
    return ApiException.notFound("node \"" + id + "\" does not exist").with("node_id", id);
  }
}
