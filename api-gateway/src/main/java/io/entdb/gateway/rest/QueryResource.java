package io.entdb.gateway.rest;

import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.NodeType;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeQuery.Order;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Finds nodes by conditions. */
@Path("/v1/nodes")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
public class QueryResource {
  private static final Page<NodeView> NOTHING = new Page<>(List.of(), Optional.empty());

  private final Gateway gateway;

  QueryResource(Gateway gateway) {
    this.gateway = gateway;
  }

  /** The parameters of a query but its filters, whose names vary. */
  public static class QueryParams extends ReadParams {
    @QueryParam("type_id")
    @Nullable String typeId;

    @QueryParam("order_by")
    @Parameter(description = "created_at (default), updated_at, id, or an indexed field.")
    @Nullable String orderBy;

    @QueryParam("desc")
    @Nullable String desc;

    @QueryParam("page_size")
    @Parameter(description = "100 by default, at most 1000.")
    @Nullable String pageSize;

    @QueryParam("page_token")
    @Parameter(description = "next_page_token of the page before.")
    @Nullable String pageToken;

    @QueryParam("limit")
    @Parameter(description = "Old name of page_size.")
    @Nullable String limit;

    @QueryParam("offset")
    @Parameter(description = "Old style: nodes to pass over. Not together with page_token.")
    @Nullable String offset;

    @QueryParam("count")
    @Parameter(description = "true: answer total_count too, over all pages.")
    @Nullable String count;
  }

  private record Found(Page<NodeView> page, OptionalLong count) {}

  @GET
  @Operation(
      summary = "A page of the nodes of a type that meet all filters.",
      description =
          "Filters are parameters filter.<field>[.<op>]=value with op eq (default), neq, gt, gte,"
              + " lt, lte, in (comma list), like, contains. Absent and null match nothing.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.NodePage.class)))
  public Response query(@BeanParam QueryParams params, @Context UriInfo uri) {
    Services services = gateway.services();
    int typeId = Texts.required("type_id", params.typeId, 1, Integer.MAX_VALUE);
    boolean descending = Texts.flag("desc", params.desc);
    boolean counted = Texts.flag("count", params.count);
    Map<String, List<String>> parameters = uri.getQueryParameters();
    ReadRequest request = params.request(services.topic());
    String fingerprint = fingerprint(request, params, typeId, descending, parameters);
    Paging paging =
        Paging.of(fingerprint, params.pageSize, params.pageToken, params.limit, params.offset);
    Seen<Found> seen =
        services
            .reads()
            .readOfType(
                request,
                new Found(NOTHING, counted ? OptionalLong.of(0) : OptionalLong.empty()),
                reader -> {
                  NodeType type = Types.node(reader.schema(), typeId);
                  var query =
                      new NodeQuery(
                          typeId,
                          Filters.read(type, parameters),
                          order(type, params.orderBy),
                          descending,
                          paging.after(),
                          paging.offset(),
                          paging.size());
                  return new Found(
                      reader.query(query),
                      counted ? OptionalLong.of(reader.count(query)) : OptionalLong.empty());
                });
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    var members = new TreeMap<String, JsonValue>();
    members.put("nodes", render.nodes(seen.value().page().items()));
    Paging.putNext(members, fingerprint, seen.value().page().next());
    seen.value().count().ifPresent(n -> members.put("total_count", JsonValue.Num.of(n)));
    return Answers.ok(members, seen.stale());
  }

  private static Order order(NodeType type, @Nullable String orderBy) {
    if (orderBy == null || orderBy.isEmpty()) {
      return new Order.CreatedAt();
    }
    return switch (orderBy) {
      case "created_at" -> new Order.CreatedAt();
      case "updated_at" -> new Order.UpdatedAt();
      case "id" -> new Order.Id();
      default -> new Order.Field(Names.field(type, orderBy).fieldId());
    };
  }

  /** What a page token is bound to: everything but paging and waiting. */
  private static String fingerprint(
      ReadRequest request,
      QueryParams params,
      int typeId,
      boolean descending,
      Map<String, List<String>> parameters) {
    var filters = new TreeMap<String, List<String>>();
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith("filter.")) {
            filters.put(name, values.stream().sorted().toList());
          }
        });
    String order = params.orderBy == null ? "" : params.orderBy;
    return "nodes\n"
        + request.tenant()
        + "\n"
        + typeId
        + "\n"
        + (order.isEmpty() ? "created_at" : order)
        + "\n"
        + descending
        + "\n"
        + filters;
  }
}
