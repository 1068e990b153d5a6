package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.commit.PlanBody;
import io.entdb.gateway.commit.PlanRequest;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Commits plans. */
@Path("/v1/atomic")
@RunOnVirtualThread
@Tag(name = "plans")
public class AtomicResource {
  private final Gateway gateway;

  AtomicResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Commit an atomic plan: all of its operations happen, or none.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Docs.AtomicRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "In the log; with wait_applied also applied.",
      content = @Content(schema = @Schema(implementation = Docs.AtomicAnswer.class)))
  public Response commit(@BeanParam CallParams params, byte[] body) {
    Services services = gateway.services();
    Receipt receipt = services.committer().commit(read(params, JsonBody.object(body)));
    return ReceiptJson.of(services.topic(), receipt);
  }

  private static PlanRequest read(CallParams params, JsonValue.Obj body) {
    var in = new ObjectReader("", body, Problems.THROW);
    TenantId tenant = params.tenant(in.text("tenant_id"));
    Caller caller = params.caller(in.text("actor"));
    var key =
        new IdempotencyKey(
            in.text("idempotency_key").orElseGet(() -> UUID.randomUUID().toString()));
    boolean wait = in.flag("wait_applied");
    long waitMs =
        in.number("wait_timeout_ms", 0, ReadParams.WAIT_MS_MAX).orElse(ReadParams.WAIT_MS_DEFAULT);
    List<JsonValue> operations =
        in.array("operations")
            .orElseThrow(() -> ApiException.invalidRequest("operations: is required"));
    in.end();
    PlanBody plan = PlanReader.read(operations);
    return new PlanRequest(
        tenant,
        caller,
        key,
        RequestHashes.of(caller, tenant, "operations", new JsonValue.Arr(operations)),
        plan,
        wait ? Optional.of(Duration.ofMillis(waitMs)) : Optional.empty());
  }
}
