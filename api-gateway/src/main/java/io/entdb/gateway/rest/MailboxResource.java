package io.entdb.gateway.rest;

import io.entdb.gateway.api.Caller;
import io.entdb.gateway.commit.PlanRequest;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.Steps;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.MailItem;
import io.entdb.store.Mailbox;
import io.entdb.store.Mailbox.Hits;
import io.entdb.store.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads users' mailboxes and marks what is in them. */
@Path("/v1/mailbox")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "mailbox")
public class MailboxResource {
  private static final int HITS_DEFAULT = 50;

  private final Gateway gateway;

  MailboxResource(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Whose mailbox, and which page of it. */
  public static class MailboxParams extends ReadParams {
    @QueryParam("user_id")
    @Parameter(description = "Whose mailbox; the actor's own when left out.")
    @Nullable String userId;

    @QueryParam("type_id")
    @Parameter(description = "Only items about nodes of this type.")
    @Nullable String typeId;

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
    @Parameter(description = "Old style: items to pass over. Not together with page_token.")
    @Nullable String offset;

    Principal user(ReadRequest request) {
      return userId == null || userId.isEmpty()
          ? request.caller().actor()
          : Grants.user("user_id", userId);
    }

    OptionalInt type() {
      return Texts.number("type_id", typeId, 1, Integer.MAX_VALUE);
    }
  }

  private record Opened(Page<MailItem> page, int unread) {}

  @GET
  @Operation(summary = "A page of a user's mailbox, youngest first, and how much of it is unread.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.MailboxPage.class)))
  public Response items(
      @BeanParam MailboxParams params,
      @QueryParam("unread_only") @Parameter(description = "true: only unread items.")
          @Nullable String unreadOnly) {
    Services services = gateway.services();
    var filter = new Mailbox.Filter(Texts.flag("unread_only", unreadOnly), params.type());
    ReadRequest request = params.request(services.topic());
    Principal user = params.user(request);
    String query = String.join("\n", "mailbox", request.tenant().value(), user + "\n" + filter);
    Paging paging =
        Paging.of(query, params.pageSize, params.pageToken, params.limit, params.offset);
    Seen<Opened> seen =
        services
            .reads()
            .read(
                request,
                reader -> {
                  Mailbox mailbox = reader.mailbox(user);
                  return new Opened(
                      mailbox.items(filter, paging.after(), paging.offset(), paging.size()),
                      mailbox.unreadCount());
                });
    var members = new TreeMap<String, JsonValue>();
    Page<MailItem> page = seen.value().page();
    members.put(
        "items",
        new JsonValue.Arr(
            page.items().stream()
                .map(item -> (JsonValue) JsonValue.Obj.of(MailboxResource.item(item)))
                .toList()));
    members.put("unread_count", JsonValue.Num.of(seen.value().unread()));
    Paging.putNext(members, query, page.next());
    return Answers.ok(members, seen.stale());
  }

  @GET
  @Path("/search")
  @Operation(summary = "Items of a mailbox whose nodes' searchable fields match, best first.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.MailboxHits.class)))
  public Response search(
      @BeanParam MailboxParams params,
      @QueryParam("q") @Parameter(description = "In FTS5's query syntax.") @Nullable String q) {
    Services services = gateway.services();
    String text = Texts.required("q", q == null ? null : q.strip());
    int size =
        Math.min(
            Limits.PAGE_SIZE_MAX,
            Texts.number("limit", params.limit, 1, Integer.MAX_VALUE).orElse(HITS_DEFAULT));
    int skipped = Texts.number("offset", params.offset, 0, SearchResource.OFFSET_MAX).orElse(0);
    OptionalInt type = params.type();
    List<Integer> types = type.isPresent() ? List.of(type.getAsInt()) : List.of();
    ReadRequest request = params.request(services.topic());
    Principal user = params.user(request);
    Seen<Hits> seen =
        services
            .reads()
            .read(request, reader -> reader.mailbox(user).search(text, types, skipped, size));
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "results",
        new JsonValue.Arr(seen.value().hits().stream().map(MailboxResource::hit).toList()));
    members.put("has_more", new JsonValue.Bool(seen.value().hasMore()));
    return Answers.ok(members, seen.stale());
  }

  @GET
  @Path("/users")
  @Operation(summary = "The users who have items: all for the tenant's admins, else the actor.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Docs.MailboxUsers.class)))
  public Response users(@BeanParam ReadParams params) {
    Services services = gateway.services();
    ReadRequest request = params.request(services.topic());
    Seen<List<Principal>> seen = services.reads().read(request, reader -> reader.mailboxUsers());
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "user_ids",
        new JsonValue.Arr(
            seen.value().stream()
                .map(user -> (JsonValue) new JsonValue.Text(user.value()))
                .toList()));
    return Answers.ok(members, seen.stale());
  }

  @POST
  @Path("/mark_read")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Mark one item or all items of a mailbox read.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.MarkReadRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.WriteAnswer.class)))
  public Response markRead(@BeanParam CallParams params, byte[] body) {
    Services services = gateway.services();
    Receipt receipt = services.committer().commit(read(params, JsonBody.object(body)));
    return ReceiptJson.ofWrite(services.topic(), receipt);
  }

  private static PlanRequest read(CallParams params, JsonValue.Obj body) {
    var in = new ObjectReader("", body, Problems.THROW);
    TenantId tenant = params.tenant(in.text("tenant_id"));
    Caller caller = params.caller(in.text("actor"));
    var key =
        new IdempotencyKey(
            in.text("idempotency_key").orElseGet(() -> UUID.randomUUID().toString()));
    Principal user =
        in.text("user_id").map(it -> Grants.user("user_id", it)).orElse(caller.actor());
    Optional<NodeId> node = in.text("node_id").map(NodeId::new);
    boolean all = in.flag("all");
    if (all == node.isPresent()) {
      in.problem("node_id", "is required, or all: true, but not both");
    }
    in.end();
    return new PlanRequest(
        tenant,
        caller,
        key,
        RequestHashes.of(caller, tenant, "mark_read", body),
        Steps.plan(List.of(Steps.markRead(user, node))),
        Optional.empty());
  }

  private static JsonValue hit(Mailbox.Hit hit) {
    Map<String, JsonValue> members = item(hit.item());
    members.put("highlights", new JsonValue.Text(hit.highlights()));
    // FTS5 ranks the best lowest; a score says it the way people expect.
    members.put("score", new JsonValue.Num(BigDecimal.valueOf(-hit.rank())));
    return JsonValue.Obj.of(members);
  }

  private static Map<String, JsonValue> item(MailItem item) {
    var members = new TreeMap<String, JsonValue>();
    members.put("node_id", new JsonValue.Text(item.node().value()));
    members.put("node_type_id", JsonValue.Num.of(item.typeId()));
    members.put("preview_text", new JsonValue.Text(item.preview()));
    members.put("is_read", new JsonValue.Bool(item.read()));
    members.put("created_at", JsonValue.Num.of(item.createdAt()));
    return members;
  }
}
