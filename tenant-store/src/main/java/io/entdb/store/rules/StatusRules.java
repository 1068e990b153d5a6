package io.entdb.store.rules;

import io.entdb.model.TenantId;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import java.util.List;
import java.util.Optional;

/** Which records a tenant's status lets pass. Rules version 1; gateways ask beforehand. */
public final class StatusRules {
  private StatusRules() {}

  /**
   * What stands against a record: an archived tenant takes no writes of clients, one on legal hold
   * no deletes, a deleted one is not there. Internal steps have rules of their own.
   *
   * @return empty = nothing
   */
  public static Optional<Outcome.Refused> refusal(
      TenantId tenant, TenantStatus status, List<? extends Operation> operations) {
    if (status == TenantStatus.ACTIVE) {
      return Optional.empty();
    }
    if (status == TenantStatus.DELETED && !operations.stream().allMatch(FollowUpRulesV1::crosses)) {
      return refused(RefusalCode.NOT_FOUND, "tenant \"" + tenant + "\" does not exist");
    }
    if (operations.stream().allMatch(Operation.Internal.class::isInstance)) {
      return Optional.empty();
    }
    if (status == TenantStatus.ARCHIVED) {
      return refused(
          RefusalCode.TENANT_CLOSED, "tenant \"" + tenant + "\" is archived; writes are disabled");
    }
    return operations.stream().anyMatch(StatusRules::deletes)
        ? refused(
            RefusalCode.TENANT_CLOSED,
            "tenant \"" + tenant + "\" is on legal hold; deletes are disabled")
        : Optional.empty();
  }

  private static Optional<Outcome.Refused> refused(RefusalCode code, String text) {
    return Optional.of(Outcome.Refused.of(code, -1, text));
  }

  private static boolean deletes(Operation operation) {
    return operation instanceof Operation.DeleteNode
        || operation instanceof Operation.DeleteWhere
        || operation instanceof Operation.DeleteEdge;
  }
}
