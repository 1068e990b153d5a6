package io.entdb.gateway.rest;

import io.entdb.gateway.admission.ApiKeys;
import io.entdb.gateway.admission.ApiKeys.Issued;
import io.entdb.gateway.admission.ApiKeys.Wanted;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.model.ApiKey;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.Quoted;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.PageKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys, for operators with the admin token. */
@Path("/admin/api-keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operators")
public class ApiKeyResource {
  private static final String QUERY = "api-keys";

  private final Gateway gateway;
  private final AdminToken token;

  ApiKeyResource(Gateway gateway, AdminToken token) {
    this.gateway = gateway;
    this.token = token;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make an API key. The answer shows it once.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.ApiKeyRequest.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ControlDocs.ApiKey.class)))
  public Response create(
      @HeaderParam("Authorization") @Nullable String authorization, byte[] body) {
    token.require(authorization);
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    var wanted =
        new Wanted(
            in.requiredText("name"),
            Principal.parse(in.requiredText("identity")),
            scopes(in.texts("scopes")),
            tenants(in.texts("tenants")),
            principals(in.texts("act_for")),
            in.number("expires_at", 0, Long.MAX_VALUE).orElse(0));
    in.end();
    return Answers.of(201, json(keys().create(wanted)));
  }

  @GET
  @Operation(summary = "API keys by id, revoked ones too, without their secrets.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.ApiKeyPage.class)))
  public Response list(
      @HeaderParam("Authorization") @Nullable String authorization,
      @QueryParam("page_size") @Nullable String pageSize,
      @QueryParam("page_token") @Nullable String pageToken) {
    token.require(authorization);
    Paging paging = Paging.of(QUERY, pageSize, pageToken);
    List<ApiKeyEntry> found =
        keys().list(paging.after().map(PageKey::id).orElse(""), paging.size() + 1);
    List<ApiKeyEntry> page = found.subList(0, Math.min(found.size(), paging.size()));
    var members = new TreeMap<String, JsonValue>();
    members.put(
        "keys",
        new JsonValue.Arr(
            page.stream().<JsonValue>map(it -> JsonValue.Obj.of(members(it))).toList()));
    if (found.size() > page.size()) {
      var next = new PageKey(Value.NULL, page.getLast().key().id());
      Paging.putNext(members, QUERY, Optional.of(next));
    }
    return Answers.ok(members);
  }

  @POST
  @Path("/{id}/rotate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give an API key another secret. The answer shows it once.")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ControlDocs.RotateRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.ApiKey.class)))
  public Response rotate(
      @HeaderParam("Authorization") @Nullable String authorization,
      @PathParam("id") String id,
      byte[] body) {
    token.require(authorization);
    var in = new ObjectReader("", JsonBody.object(body), Problems.THROW);
    long overlapMs = in.number("overlap_ms", 0, Integer.MAX_VALUE).orElse(0);
    in.end();
    return Answers.of(200, json(keys().rotate(id, Duration.ofMillis(overlapMs))));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Revoke an API key: it counts no longer, but stays listed.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ControlDocs.ApiKey.class)))
  public Response revoke(
      @HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
    token.require(authorization);
    return Answers.ok(members(keys().revoke(id)));
  }

  private ApiKeys keys() {
    return gateway.services().apiKeys();
  }

  private static Set<Scope> scopes(List<String> words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      scopes.add(
          Scope.ofWord(word)
              .orElseThrow(
                  () ->
                      new InvalidException(
                          "scopes: " + Quoted.of(word) + " is none of read, write, admin")));
    }
    return scopes;
  }

  private static Set<TenantId> tenants(List<String> ids) {
    Set<TenantId> tenants = new TreeSet<>();
    ids.forEach(id -> tenants.add(TenantId.ofClient(id)));
    return tenants;
  }

  private static Set<Principal> principals(List<String> texts) {
    Set<Principal> principals = new TreeSet<>();
    texts.forEach(text -> principals.add(Principal.parse(text)));
    return principals;
  }

  private static JsonValue json(Issued issued) {
    var members = members(issued.entry());
    members.put("api_key", new JsonValue.Text(issued.token()));
    return JsonValue.Obj.of(members);
  }

  private static SortedMap<String, JsonValue> members(ApiKeyEntry entry) {
    ApiKey key = entry.key();
    var members = new TreeMap<String, JsonValue>();
    members.put("key_id", new JsonValue.Text(key.id()));
    members.put("name", new JsonValue.Text(key.name()));
    members.put("identity", new JsonValue.Text(key.identity().value()));
    members.put("scopes", texts(key.scopes().stream().map(Scope::word).toList()));
    members.put("tenants", texts(key.tenants().stream().map(TenantId::value).toList()));
    members.put("act_for", texts(key.actFor().stream().map(Principal::value).toList()));
    members.put("created_at", JsonValue.Num.of(entry.createdAt()));
    putTime(members, "expires_at", key.expiresAt());
    putTime(
        members, "former_secret_until", entry.former().map(ApiKeyEntry.Former::until).orElse(0L));
    putTime(members, "revoked_at", entry.revokedAt());
    return members;
  }

  private static void putTime(SortedMap<String, JsonValue> members, String name, long time) {
    if (time != 0) {
      members.put(name, JsonValue.Num.of(time));
    }
  }

  private static JsonValue texts(Collection<String> texts) {
    return new JsonValue.Arr(
        texts.stream().<JsonValue>map(text -> new JsonValue.Text(text)).toList());
  }
}
