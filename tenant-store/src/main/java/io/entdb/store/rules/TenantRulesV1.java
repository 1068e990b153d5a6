package io.entdb.store.rules;

import io.entdb.model.Role;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChange;
import io.entdb.model.schema.SchemaChecks;
import io.entdb.model.schema.SchemaCompatibility;
import io.entdb.store.TenantEntry;
import java.util.List;
import java.util.Optional;

/** Rules version 1 for a tenant's schema and for the directory. */
final class TenantRulesV1 {
  private final PlanContext context;

  TenantRulesV1(PlanContext context) {
    this.context = context;
  }

  void carryOut(Operation.Internal step) throws Refusal {
    switch (step) {
      case Operation.PutSchema(Schema schema) -> putSchema(schema);
      case Operation.CreateTenant op -> createTenant(op);
      case Operation.OpenTenant _ ->
          throw new Refusal(
              RefusalCode.VALIDATION_ERROR, "opening a tenant takes a record of its own");
    }
  }

  private void putSchema(Schema next) throws Refusal {
    Access access = context.access();
    boolean allowed =
        access.privileged()
            || (!context.view().tenant().isSystem()
                && access.role().isPresent()
                && access.role().get().compareTo(Role.MEMBER) <= 0);
    if (!allowed) {
      throw new Refusal(
          RefusalCode.FORBIDDEN,
          "actor \"" + access.actor() + "\" may not change the schema of this tenant");
    }
    List<String> problems = SchemaChecks.check(next);
    if (!problems.isEmpty()) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "the schema is invalid: " + String.join("; ", problems));
    }
    List<SchemaChange> breaking =
        SchemaCompatibility.changes(context.draft().schema(), next).stream()
            .filter(SchemaChange::breaking)
            .toList();
    if (!breaking.isEmpty()) {
      throw new Refusal(
              RefusalCode.SCHEMA_INCOMPATIBLE,
              "the schema breaks what relies on the present one: "
                  + String.join("; ", breaking.stream().map(SchemaChange::text).toList()))
          .with("changes", String.join("\n", breaking.stream().map(Problems::named).toList()));
    }
    context.draft().replaceSchema(next);
  }

  private void createTenant(Operation.CreateTenant op) throws Refusal {
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
        context.entered().stream()
            .anyMatch(
                it ->
                    it instanceof Change.NewTenant(var entry)
                        && entry.tenant().equals(op.tenant()));
    if (present.isPresent() || inThisPlan) {
      throw new Refusal(RefusalCode.ALREADY_EXISTS, "tenant \"" + op.tenant() + "\" already exists")
          .with("tenant_id", op.tenant().value());
    }
    context
        .entered()
        .add(
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
