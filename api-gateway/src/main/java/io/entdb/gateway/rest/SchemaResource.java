package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.schema.Schemas;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import io.entdb.model.schema.SchemaJson;
import io.entdb.model.schema.SchemaReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows and replaces schemas: a tenant's, or without tenant the default one. */
@Path("/v1/schema")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "schema")
public class SchemaResource {
  private final Gateway gateway;

  SchemaResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Operation(summary = "The tenant's schema with its fingerprint; without tenant the default one.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              schema =
                  @org.eclipse.microprofile.openapi.annotations.media.Schema(
                      implementation = Docs.SchemaAnswer.class)))
  public Response get(@BeanParam CallParams params) {
    Schema schema =
        gateway.services().schemas().get(params.caller(), params.optionalTenant(Optional.empty()));
    return Answers.ok(members(schema));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Replace the schema; answers when it is in force.",
      description = "A change that would break data or clients is refused with all changes named.")
  @RequestBody(
      content =
          @Content(
              schema =
                  @org.eclipse.microprofile.openapi.annotations.media.Schema(
                      implementation = Docs.SchemaRequest.class)))
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              schema =
                  @org.eclipse.microprofile.openapi.annotations.media.Schema(
                      implementation = Docs.SchemaAnswer.class)))
  public Response put(
      @BeanParam CallParams params,
      @QueryParam("dry_run") @Parameter(description = "true: judge only, change nothing.")
          @Nullable String dryRun,
      byte[] body) {
    Services services = gateway.services();
    boolean dry = dryRun != null && (dryRun.isEmpty() || Texts.flag("dry_run", dryRun));
    JsonValue.Obj json = JsonBody.object(body);
    var in = new ObjectReader("", json, Problems.THROW);
    Optional<TenantId> tenant = params.optionalTenant(in.text("tenant_id"));
    Caller caller = params.caller(in.text("actor"));
    Schema next = read(json);
    Schemas.Replaced replaced =
        services
            .schemas()
            .replace(caller, tenant, next, dry ? Schemas.Mode.DRY_RUN : Schemas.Mode.REPLACE);
    Map<String, JsonValue> members = members(replaced.schema());
    members.put("changes", Schemas.toJson(replaced.changes()));
    if (dry) {
      members.put("dry_run", new JsonValue.Bool(true));
    }
    replaced
        .position()
        .ifPresent(
            at -> members.put("wal_position", new JsonValue.Text(at.toText(services.topic()))));
    return Answers.ok(members);
  }

  private static Schema read(JsonValue.Obj json) {
    var document = new TreeMap<>(json.members());
    // Who calls is not part of the schema; nor is the fingerprint that GET put there.
    List.of("tenant_id", "actor", "fingerprint").forEach(document::remove);
    SchemaReader.Result result = SchemaReader.read(JsonValue.Obj.of(document));
    if (!result.problems().isEmpty()) {
      throw ApiException.validation(
              "the schema is invalid: " + String.join("; ", result.problems()))
          .with(
              "problems",
              new JsonValue.Arr(
                  List.copyOf(result.problems().stream().map(JsonValue.Text::new).toList())));
    }
    return result.schema();
  }

  private static Map<String, JsonValue> members(Schema schema) {
    var members = new TreeMap<>(SchemaJson.toJson(schema, SchemaJson.Names.NAMED).members());
    members.put("fingerprint", new JsonValue.Text(SchemaFingerprint.of(schema)));
    return members;
  }
}
