package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.Changes;
import io.entdb.gateway.read.Changes.Batch;
import io.entdb.gateway.read.Changes.Start;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells what changes in a tenant: by long poll, or as a stream of server-sent events. */
@Path("/v1/changes")
@RunOnVirtualThread
@Tag(name = "changes")
public class ChangeResource {
  private final Gateway gateway;
  private final ChangeStreams streams;

  ChangeResource(Gateway gateway, ChangeStreams streams) {
    this.gateway = gateway;
    this.streams = streams;
  }

  /** Which changes. */
  public static class ChangeParams extends ReadParams {
    @QueryParam("start")
    @Parameter(description = "Without after: oldest (default) that is kept, or latest.")
    @Nullable String start;

    @QueryParam("limit")
    @Parameter(description = "About how many changes at most, 1 to 1000; 100 by default.")
    @Nullable String limit;

    @QueryParam("include")
    @Parameter(description = "nodes: with each changed node as it is now.")
    @Nullable String include;

    Changes.Request changes(ReadRequest read) {
      return new Changes.Request(
          read,
          start(),
          Texts.number("limit", limit, 1, 1000).orElse(100),
          withNodes(),
          read.timeout());
    }

    private Start start() {
      String word = start == null ? "" : start;
      return switch (word) {
        case "", "oldest" -> Start.OLDEST;
        case "latest" -> Start.LATEST;
        default ->
            throw ApiException.invalidRequest(
                "start: " + Quoted.of(word) + " is neither oldest nor latest");
      };
    }

    private boolean withNodes() {
      if (include == null || include.isEmpty()) {
        return false;
      }
      if (include.equals("nodes")) {
        return true;
      }
      throw ApiException.invalidRequest("include: " + Quoted.of(include) + " is not nodes");
    }
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "What changed in a tenant after a position, in the order of the log.",
      description =
          "Answers when there is something to tell, or after wait_timeout_ms (0: at once). Ask"
              + " again with the answered position as after. Positions older than a week, or than"
              + " an erasure, get 410 POSITION_GONE. With Accept: text/event-stream the answer goes"
              + " on for up to an hour; event ids are positions.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ChangeDocs.ChangePage.class)))
  public Response poll(@BeanParam ChangeParams params) {
    Services services = gateway.services();
    Changes.Request request = params.changes(params.request(services.topic()));
    Seen<Batch> seen = services.changes().next(request);
    var json = new ChangeJson(services.topic(), render(params, request, seen), seen.value());
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "events", new JsonValue.Arr(seen.value().events().stream().map(json::event).toList()));
    members.put("position", json.position(seen.value().position()));
    members.put("has_more", new JsonValue.Bool(seen.value().hasMore()));
    return Answers.ok(members, seen.stale());
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(hidden = true)
  public void stream(
      @BeanParam ChangeParams params,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    if (lastEventId != null && !lastEventId.isEmpty()) {
      params.after = lastEventId;
    }
    Services services = gateway.services();
    Changes.Request request = params.changes(params.request(services.topic()));
    streams.run(
        services.changes(),
        request,
        new ChangeStreams.Client(sink, sse),
        seen -> new ChangeJson(services.topic(), render(params, request, seen), seen.value()));
  }

  private static Render render(ChangeParams params, Changes.Request request, Seen<Batch> seen) {
    return new Render(request.read().tenant(), seen.schema(), params.keysAreIds());
  }
}
