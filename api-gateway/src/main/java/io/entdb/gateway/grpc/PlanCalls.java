package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.commit.BoundPlan;
import io.entdb.gateway.commit.PlanBody;
import io.entdb.gateway.commit.PlanRequest;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.gateway.schema.Negotiation;
import io.entdb.gateway.schema.SeenSchemas;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetReceiptStatusRequest;
import io.entdb.grpc.v1.GetReceiptStatusResponse;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import java.util.List;
import java.util.Optional;

/** Commits plans and tells what became of them. */
final class PlanCalls {
  private final Gateway gateway;

  PlanCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  ExecuteAtomicResponse execute(Call call, ExecuteAtomicRequest request) {
    TenantId tenant = call.tenant(request.getContext().getTenantId());
    Caller caller = call.caller(request.getContext().getActor());
    IdempotencyKey key = Writes.key(request.getIdempotencyKey());
    List<Step> steps = Plans.steps(request.getOperationsList());
    Steps.requireCount(steps.size());
    Services services = gateway.services();
    PlanBody body = body(steps, negotiation(services.seenSchemas(), request));
    var plan =
        new PlanRequest(
            tenant,
            caller,
            key,
            Writes.hash(caller, tenant, request.getOperationsList()),
            body,
            request.getWaitApplied()
                ? Optional.of(call.timeout(request.getWaitTimeoutMs()))
                : Optional.empty());
    try {
      Receipt receipt = services.committer().commit(plan);
      return Outcomes.executed(services.topic(), tenant, receipt);
    } catch (ApiException e) {
      if (e.code() == ErrorCode.SCHEMA_INCOMPATIBLE) {
        return Outcomes.schemaRefused(e);
      }
      throw e;
    }
  }

  private static Negotiation negotiation(SeenSchemas seen, ExecuteAtomicRequest request) {
    Optional<Schema> attached =
        request.hasSchema() ? Optional.of(WireSchema.read(request.getSchema())) : Optional.empty();
    return new Negotiation(request.getSchemaFingerprint(), attached, seen);
  }

  private static PlanBody body(List<Step> steps, Negotiation negotiation) {
    return view -> {
      Schema wanted = negotiation.wanted(view.schema());
      return new BoundPlan(
          wanted.equals(view.schema()) ? Optional.empty() : Optional.of(wanted),
          Steps.bind(steps, view.with(wanted)));
    };
  }

  GetReceiptStatusResponse receipt(Call call, GetReceiptStatusRequest request) {
    TenantId tenant = call.tenant(request.getContext().getTenantId());
    if (request.getIdempotencyKey().isEmpty()) {
      throw ApiException.invalidRequest("idempotency_key is required");
    }
    var key = new IdempotencyKey(request.getIdempotencyKey());
    return Outcomes.status(gateway.services().receipts().find(tenant, key));
  }
}
