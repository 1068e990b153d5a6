package io.entdb.gateway.rest;

import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonValue;
import io.entdb.store.TenantReader.SearchPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Finds nodes by words. */
@Path("/v1/search")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
public class SearchResource {
  private static final int LIMIT_DEFAULT = 50;

  /** Farther than anybody pages through hits. */
  static final int OFFSET_MAX = 100_000;

  private final Gateway gateway;

  SearchResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(summary = "Nodes whose searchable fields match, best first.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.SearchAnswer.class)))
  public Response search(
      @BeanParam ReadParams params,
      @QueryParam("type_id") @Nullable String typeId,
      @QueryParam("q") @Parameter(description = "In FTS5's query syntax.") @Nullable String q,
      @QueryParam("limit") @Parameter(description = "50 by default, at most 1000.")
          @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    Services services = gateway.services();
    int type = Texts.required("type_id", typeId, 1, Integer.MAX_VALUE);
    String text = Texts.required("q", q == null ? null : q.strip());
    int size =
        Math.min(
            Limits.PAGE_SIZE_MAX,
            Texts.number("limit", limit, 1, Integer.MAX_VALUE).orElse(LIMIT_DEFAULT));
    int skipped = Texts.number("offset", offset, 0, OFFSET_MAX).orElse(0);
    ReadRequest request = params.request(services.topic());
    Seen<SearchPage> seen =
        services
            .reads()
            .readOfType(
                request,
                new SearchPage(List.of(), false),
                reader -> {
                  Types.node(reader.schema(), type);
                  return reader.search(type, text, skipped, size);
                });
    var render = new Render(request.tenant(), seen.schema(), params.keysAreIds());
    var members = new TreeMap<String, JsonValue>();
    members.put("nodes", render.nodes(seen.value().nodes()));
    members.put("has_more", new JsonValue.Bool(seen.value().hasMore()));
    return Answers.ok(members, seen.stale());
  }
}
