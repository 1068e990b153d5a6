package io.entdb.gateway.rest;

import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.NodeId;
import io.entdb.model.json.JsonValue;
import io.entdb.store.EdgeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.TenantReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads edges, and nodes that they lead to. */
@Path("/v1/nodes/{id}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "edges")
public class EdgeResource {
  private static final int DEPTH_MAX = 3;

  private static final TenantReader.Connected NOTHING =
      new TenantReader.Connected(new Page<>(List.of(), Optional.empty()), List.of());

  private final Gateway gateway;

  EdgeResource(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Which edges, and which page of them. */
  public static class EdgeParams extends ReadParams {
    @PathParam("id")
    String id = "";

    @QueryParam("edge_type")
    @Parameter(description = "An edge type id; of /edges all types when left out.")
    @Nullable String edgeType;

    @QueryParam("page_size")
    @Parameter(description = "100 by default, at most 1000.")
    @Nullable String pageSize;

    @QueryParam("page_token")
    @Parameter(description = "next_page_token of the page before.")
    @Nullable String pageToken;
  }

  @GET
  @Path("/edges/out")
  @Operation(summary = "Edges that leave a node, youngest first.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.EdgePage.class)))
  public Response out(@BeanParam EdgeParams params) {
    return edges(params, "out", TenantReader::edgesOut);
  }

  @GET
  @Path("/edges/in")
  @Operation(summary = "Edges that reach a node, youngest first.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.EdgePage.class)))
  public Response in(@BeanParam EdgeParams params) {
    return edges(params, "in", TenantReader::edgesIn);
  }

  /** One of the two directions. */
  @FunctionalInterface
  private interface Direction {
    Page<EdgeView> read(
        TenantReader reader, NodeId node, OptionalInt edgeType, Optional<PageKey> after, int size);
  }

  private Response edges(EdgeParams params, String word, Direction direction) {
    Services services = gateway.services();
    var node = new NodeId(params.id);
    OptionalInt edgeType = Texts.number("edge_type", params.edgeType, 1, Integer.MAX_VALUE);
    ReadRequest request = params.request(services.topic());
    String query =
        String.join("\n", "edges", word, request.tenant().value(), params.id, edgeType.toString());
    Paging paging = Paging.of(query, params.pageSize, params.pageToken);
    Seen<Page<EdgeView>> seen =
        services
            .reads()
            .read(
                request,
                reader -> {
                  requireNode(reader, node);
                  return direction.read(reader, node, edgeType, paging.after(), paging.size());
                });
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    var members = new TreeMap<String, JsonValue>();
    members.put("edges", render.edges(seen.value().items()));
    Paging.putNext(members, query, seen.value().next());
    return Answers.ok(members, seen.stale());
  }

  @GET
  @Path("/connected")
  @Operation(
      summary =
          "Nodes that edges of a type lead to within up to three hops, nearest first, then youngest"
              + " first.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.ConnectedPage.class)))
  public Response connected(
      @BeanParam EdgeParams params,
      @QueryParam("depth") @Parameter(description = "Hops: 1 (default) to 3.")
          @Nullable String depth) {
    Services services = gateway.services();
    var node = new NodeId(params.id);
    int edgeType = Texts.required("edge_type", params.edgeType, 1, Integer.MAX_VALUE);
    int hops = Texts.number("depth", depth, 1, DEPTH_MAX).orElse(1);
    ReadRequest request = params.request(services.topic());
    String query =
        String.join("\n", "connected", request.tenant().value(), params.id, edgeType + "," + hops);
    Paging paging = Paging.of(query, params.pageSize, params.pageToken);
    Seen<TenantReader.Connected> seen =
        services
            .reads()
            .readOfType(
                request,
                NOTHING,
                reader -> {
                  requireNode(reader, node);
                  Types.edge(reader.schema(), edgeType);
                  return reader.connected(node, edgeType, hops, paging.after(), paging.size());
                });
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    var members = new TreeMap<String, JsonValue>();
    members.put("nodes", render.nodes(seen.value().nodes().items()));
    members.put("edges", render.edges(seen.value().edges()));
    Paging.putNext(members, query, seen.value().nodes().next());
    return Answers.ok(members, seen.stale());
  }

  private static void requireNode(TenantReader reader, NodeId node) {
    if (reader.node(node, false).isEmpty()) {
      throw NodeResource.noSuchNode(node.value());
    }
  }
}
