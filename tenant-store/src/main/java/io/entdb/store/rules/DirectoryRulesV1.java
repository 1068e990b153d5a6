package io.entdb.store.rules;

import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules version 1 for the directory of tenants. */
final class DirectoryRulesV1 {
  /** Most deletions in one record. */
  private static final int DUE_MAX = 10;

  private static final long DAY_MS = 24L * 60 * 60 * 1000;

  private final PlanContext context;
  private final List<Change> changes = new ArrayList<>();

  DirectoryRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    return changes;
  }

  void delete(ControlOperation.DeleteTenant op) throws Refusal {
    TenantStanding before = deletable(op.tenant());
    if (op.graceMs() < 0 || op.graceMs() > Limits.GRACE_MS_MAX) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "a grace is 0 to " + Limits.GRACE_MS_MAX + " ms long");
    }
    if (before.status() == TenantStatus.LEGAL_HOLD) {
      throw new Refusal(
          RefusalCode.TENANT_CLOSED,
          "tenant \"" + op.tenant() + "\" is on legal hold; deletes are disabled");
    }
    if (before.deleteAt() == 0) {
      context.index().put(before.leaving(context.time(), context.time() + op.graceMs()));
    }
  }

  void cancelDeletion(ControlOperation.CancelTenantDeletion op) throws Refusal {
    TenantStanding before = deletable(op.tenant());
    if (before.deleteAt() != 0) {
      context.index().put(before.leaving(0, 0));
    }
  }

  /** Deletes tenants whose grace is over; those on hold wait for another day. */
  void carryOutDue() {
    for (TenantStanding due : context.view().tenantsDue(context.time(), DUE_MAX)) {
      if (due.status() == TenantStatus.LEGAL_HOLD) {
        context.index().put(due.leaving(due.deletionRequestedAt(), context.time() + DAY_MS));
      } else if (context.index().standing(due.tenant()).status() != TenantStatus.DELETED) {
        context.index().eraseTenant(due.tenant());
      }
    }
  }

  private TenantStanding deletable(TenantId tenant) throws Refusal {
    if (!context.access().privileged()) {
      throw new Refusal(
          RefusalCode.FORBIDDEN, "deleting a tenant requires a system: or admin: actor");
    }
    TenantStanding standing = context.index().standing(tenant);
    if (context.view().entry(tenant).isEmpty() || standing.status() == TenantStatus.DELETED) {
      throw new Refusal(RefusalCode.NOT_FOUND, "tenant \"" + tenant + "\" does not exist")
          .with("tenant_id", tenant.value());
    }
    return standing;
  }

  void create(Operation.CreateTenant op) throws Refusal {
    if (!context.view().tenant().isSystem()) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "tenants are created in the directory, not in a tenant");
    }
    if (!context.access().privileged() && context.access().role().isEmpty()) {
      throw new Refusal(
          RefusalCode.FORBIDDEN, "creating a tenant requires a system: or admin: actor");
    }
    Optional<TenantEntry> present = context.view().entry(op.tenant());
    boolean inThisPlan =
        changes.stream()
            .anyMatch(
                it ->
                    it instanceof Change.NewTenant(var entry)
                        && entry.tenant().equals(op.tenant()));
    if (present.isPresent() || inThisPlan) {
      throw new Refusal(RefusalCode.ALREADY_EXISTS, "tenant \"" + op.tenant() + "\" already exists")
          .with("tenant_id", op.tenant().value());
    }
    changes.add(
        new Change.NewTenant(
            new TenantEntry(
                op.tenant(),
                context.n() + 1,
                op.name(),
                op.owner(),
                op.partition(),
                op.logStart(),
                context.time())));
  }
}
