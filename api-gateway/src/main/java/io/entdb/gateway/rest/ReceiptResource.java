package io.entdb.gateway.rest;

import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells what became of plans. */
@Path("/v1/receipts")
@RunOnVirtualThread
@Tag(name = "plans")
public class ReceiptResource {
  private final Gateway gateway;

  ReceiptResource(Gateway gateway) {
    this.gateway = gateway;
  }

  @GET
  @Path("/{idempotency_key}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What became of the plan with this idempotency key; known for 7 days.")
  @APIResponse(
      responseCode = "200",
      description = "PENDING, APPLIED, REJECTED with its error, or UNKNOWN.",
      content = @Content(schema = @Schema(implementation = Docs.Receipt.class)))
  public Response receipt(
      @BeanParam CallParams params, @PathParam("idempotency_key") String idempotencyKey) {
    Services services = gateway.services();
    TenantId tenant = params.tenant();
    var key = new IdempotencyKey(idempotencyKey);
    return Answers.ok(ReceiptJson.members(services.topic(), services.receipts().find(tenant, key)));
  }
}
