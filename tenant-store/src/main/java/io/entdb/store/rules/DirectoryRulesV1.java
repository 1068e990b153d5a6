package io.entdb.store.rules;

import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.store.TenantEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules version 1 for the directory of tenants. */
final class DirectoryRulesV1 {
  private final PlanContext context;
  private final List<Change> changes = new ArrayList<>();

  DirectoryRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    return changes;
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
