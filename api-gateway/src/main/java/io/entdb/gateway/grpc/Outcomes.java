package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.schema.Negotiation;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetReceiptStatusResponse;
import io.entdb.grpc.v1.PreconditionFailure;
import io.entdb.grpc.v1.ReceiptStatus;
import io.entdb.model.TenantId;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.Outcome.Refused;
import io.entdb.model.record.RefusalCode;
import java.util.List;
import java.util.Optional;

/**
 * What became of plans. A missed precondition and a schema that does not fit are answers, as
 * clients expect them; other refusals are statuses.
 */
final class Outcomes {
  private static final String FAILED_PRECONDITION = "FAILED_PRECONDITION";

  private Outcomes() {}

  /**
   * The answer to a plan.
   *
   * @throws ApiException for a refusal that is told as a status
   */
  static ExecuteAtomicResponse executed(String topic, TenantId tenant, Receipt receipt) {
    var answer = ExecuteAtomicResponse.newBuilder().setReceipt(receipt(topic, tenant, receipt));
    switch (receipt.state()) {
      case Receipt.State.Pending(List<OpResult> results) -> {
        answer.setSuccess(true).setAppliedStatus(ReceiptStatus.RECEIPT_STATUS_PENDING);
        putNodeIds(answer, results);
      }
      case Receipt.State.Applied(List<OpResult> results) -> {
        answer.setSuccess(true).setAppliedStatus(ReceiptStatus.RECEIPT_STATUS_APPLIED);
        putNodeIds(answer, results);
      }
      case Receipt.State.Rejected(Refused refused) -> {
        PreconditionFailure failure =
            missed(refused).orElseThrow(() -> Refusals.toException(refused));
        answer
            .setError(
                refused.code() == RefusalCode.SCHEMA_INCOMPATIBLE
                    ? refused.message()
                    : "precondition failed")
            .setErrorCode(FAILED_PRECONDITION)
            .setAppliedStatus(ReceiptStatus.RECEIPT_STATUS_FAILED_PRECONDITION)
            .setPreconditionFailure(failure);
      }
      case Receipt.State.Unknown _ ->
          throw new IllegalStateException("a plan that was just written is unknown");
    }
    return answer.build();
  }

  private static io.entdb.grpc.v1.Receipt receipt(String topic, TenantId tenant, Receipt receipt) {
    var message =
        io.entdb.grpc.v1.Receipt.newBuilder()
            .setTenantId(tenant.value())
            .setIdempotencyKey(receipt.key().value());
    receipt.position().ifPresent(at -> message.setStreamPosition(at.toText(topic)));
    return message.build();
  }

  private static void putNodeIds(ExecuteAtomicResponse.Builder answer, List<OpResult> results) {
    List<OpResult> creates =
        results.stream().filter(result -> result.op().equals("create_node")).toList();
    boolean skipped = creates.stream().anyMatch(OpResult::existing);
    for (OpResult create : creates) {
      answer.addCreatedNodeIds(create.existing() ? "" : create.nodeId());
      if (skipped) {
        answer.addExistingNodeIds(create.existing() ? create.nodeId() : "");
      }
    }
  }

  /** A precondition that was missed; empty = it was refused for something else. */
  private static Optional<PreconditionFailure> missed(Refused refused) {
    return switch (refused.code()) {
      case PRECONDITION_FAILED, VERSION_MISMATCH -> {
        var failure =
            PreconditionFailure.newBuilder()
                .setOpIndex(Math.max(0, refused.opIndex()))
                .setField(refused.details().getOrDefault("field_id", ""));
        failure.setExpected(Reprs.read(refused.details().getOrDefault("expected", "None")));
        failure.setObserved(Reprs.read(refused.details().getOrDefault("observed", "None")));
        yield Optional.of(failure.build());
      }
      case SCHEMA_INCOMPATIBLE ->
          Optional.of(
              PreconditionFailure.newBuilder()
                  .setField("schema: conflicting type definition: " + refused.message())
                  .build());
      case VALIDATION_ERROR, FORBIDDEN, NOT_FOUND, ALREADY_EXISTS, UNIQUE_VIOLATION ->
          Optional.empty();
      case TENANT_CLOSED, LAST_OWNER, IDEMPOTENCY_KEY_REUSED, QUOTA_EXCEEDED -> Optional.empty();
    };
  }

  /** The answer to a plan whose schema does not go together with the tenant's. */
  static ExecuteAtomicResponse schemaRefused(ApiException e) {
    var answer = ExecuteAtomicResponse.newBuilder().setError(e.getMessage());
    if (e.details().containsKey(Negotiation.SERVER_FINGERPRINT)) {
      return answer.setErrorCode("SCHEMA_MISMATCH").build();
    }
    return answer
        .setErrorCode(FAILED_PRECONDITION)
        .setAppliedStatus(ReceiptStatus.RECEIPT_STATUS_FAILED_PRECONDITION)
        .setPreconditionFailure(PreconditionFailure.newBuilder().setField(e.getMessage()))
        .build();
  }

  /**
   * A receipt that was asked for. A key that nobody used is pending: its plan may be on its way.
   */
  static GetReceiptStatusResponse status(Receipt receipt) {
    var answer = GetReceiptStatusResponse.newBuilder();
    switch (receipt.state()) {
      case Receipt.State.Pending _, Receipt.State.Unknown _ ->
          answer.setStatus(ReceiptStatus.RECEIPT_STATUS_PENDING);
      case Receipt.State.Applied _ -> answer.setStatus(ReceiptStatus.RECEIPT_STATUS_APPLIED);
      case Receipt.State.Rejected(Outcome.Refused refused) -> {
        Optional<PreconditionFailure> missed = missed(refused);
        missed.ifPresent(answer::setPreconditionFailure);
        answer
            .setStatus(
                missed.isPresent()
                    ? ReceiptStatus.RECEIPT_STATUS_FAILED_PRECONDITION
                    : ReceiptStatus.RECEIPT_STATUS_FAILED)
            .setError(refused.message());
      }
    }
    return answer.build();
  }
}
