package io.entdb.store.rules;

import io.entdb.model.Role;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChange;
import io.entdb.model.schema.SchemaChecks;
import io.entdb.model.schema.SchemaCompatibility;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for what concerns a tenant as a whole. */
final class TenantRulesV1 {
  private final PlanContext context;
  private final MemberRulesV1 members;
  private final DirectoryRulesV1 directory;
  private final UserRulesV1 users;
  private final ApiKeyRulesV1 apiKeys;
  private final QuotaRulesV1 quota;
  private final ErasureV1 erasure;
  private final FollowUpRulesV1 followUps;
  private final RebaseRulesV1 rebase;
  private final List<Change> changes = new ArrayList<>();

  TenantRulesV1(PlanContext context) {
    this.context = context;
    this.members = new MemberRulesV1(context);
    this.directory = new DirectoryRulesV1(context);
    this.users = new UserRulesV1(context);
    this.apiKeys = new ApiKeyRulesV1(context);
    this.quota = new QuotaRulesV1(context);
    this.erasure = new ErasureV1(context);
    this.followUps = new FollowUpRulesV1(context, erasure);
    this.rebase = new RebaseRulesV1(context);
  }

  void carryOut(Operation.Internal step) throws Refusal {
    switch (step) {
      case Operation.PutSchema(Schema schema) -> putSchema(schema);
      case Operation.CreateTenant op -> directory.create(op);
      case Operation.CreateApiKey op -> apiKeys.create(op);
      case Operation.RotateApiKey op -> apiKeys.rotate(op);
      case Operation.RevokeApiKey op -> apiKeys.revoke(op);
      case Operation.SetMember op -> members.set(op);
      case Operation.RemoveMember op -> members.remove(op);
      case Operation.SetGroupMember op -> members.setInGroup(op);
      case Operation.RemoveGroupMember op -> members.removeFromGroup(op);
      case Operation.SetTenantStatus op -> setStatus(op);
      case ControlOperation op -> carryOut(op);
      case Operation.Barrier _ -> requirePrivileged("a snapshot barrier");
      case Operation.OpenTenant _ ->
          throw new Refusal(
              RefusalCode.VALIDATION_ERROR, "opening a tenant takes a record of its own");
    }
  }

  private void carryOut(ControlOperation step) throws Refusal {
    switch (step) {
      case ControlOperation.SetQuota op -> quota.set(op);
      case ControlOperation.FollowUps op -> followUps.deliver(op);
      case ControlOperation.Acknowledge op -> followUps.acknowledge(op);
      case ControlOperation.CreateUser op -> users.create(op);
      case ControlOperation.UpdateUser op -> users.update(op);
      case ControlOperation.FreezeUser op -> users.freeze(op);
      case ControlOperation.DeleteUser op -> users.delete(op);
      case ControlOperation.CancelUserDeletion op -> users.cancelDeletion(op);
      case ControlOperation.DeleteTenant op -> directory.delete(op);
      case ControlOperation.CancelTenantDeletion op -> directory.cancelDeletion(op);
      case ControlOperation.Due _ -> {
        users.carryOutDue();
        directory.carryOutDue();
      }
      case ControlOperation.Rebased op -> rebase.rebase(op, status());
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
    requireAdminToShareMore(context.draft().schema(), next);
    context.draft().replaceSchema(next);
  }

  /** An edge type that begins to propagate shares gives access along all its present edges. */
  private void requireAdminToShareMore(Schema before, Schema next) throws Refusal {
    for (int type : next.sharingEdgeTypes()) {
      boolean begins = before.edgeType(type).map(it -> !it.propagateShare()).orElse(false);
      if (begins && !context.access().isAdmin()) {
        throw new Refusal(
                RefusalCode.FORBIDDEN,
                "only an owner or admin of the tenant can let edge type "
                    + type
                    + " propagate shares")
            .with("edge_type", Integer.toString(type));
      }
    }
  }

  /** Legal hold comes and goes; an archived tenant takes no writes, so this neither. */
  boolean setLegalHold(boolean enabled) {
    TenantStatus status = status();
    TenantStatus next =
        switch (status) {
          case ACTIVE, LEGAL_HOLD -> enabled ? TenantStatus.LEGAL_HOLD : TenantStatus.ACTIVE;
          case ARCHIVED, DELETED -> status;
        };
    putStatus(next);
    return next != status;
  }

  MemberRulesV1 members() {
    return members;
  }

  private void setStatus(Operation.SetTenantStatus op) throws Refusal {
    requirePrivileged("changing a tenant's status");
    if (op.status() == TenantStatus.DELETED || status() == TenantStatus.DELETED) {
      throw new Refusal(
          RefusalCode.TENANT_CLOSED, "a tenant is deleted through the directory, for good");
    }
    putStatus(op.status());
  }

  private void putStatus(TenantStatus next) {
    @Nullable String before = context.view().setting(TenantStatus.SETTING);
    String after = next.word();
    boolean said = before == null ? next != TenantStatus.ACTIVE : !after.equals(before);
    if (said) {
      changes.add(new Change.OfSetting(TenantStatus.SETTING, before, after));
    }
  }

  private void requirePrivileged(String what) throws Refusal {
    if (!context.access().privileged()) {
      throw new Refusal(RefusalCode.FORBIDDEN, what + " requires a system: or admin: actor");
    }
  }

  /** What holds for the tenant as a whole. */
  TenantStatus status() {
    return TenantStatus.ofSetting(context.view().setting(TenantStatus.SETTING));
  }

  /** Counts the operations of a plan that is about to be applied. */
  void countWrites(int operations) throws Refusal {
    quota.count(operations);
  }

  /** Whether the tenant's data go as a whole, so that no other change of them counts. */
  boolean replacesEverything() {
    return erasure.isOfEverything() || rebase.isRebased();
  }

  /** What the steps came to so far. */
  List<Change> changes() {
    if (erasure.isOfEverything()) {
      var rest = new ArrayList<>(erasure.changes());
      rest.addAll(followUps.inboxChanges());
      return rest;
    }
    if (rebase.isRebased()) {
      return rebase.changes();
    }
    var all = new ArrayList<>(changes);
    all.addAll(members.changes());
    all.addAll(directory.changes());
    all.addAll(users.changes());
    all.addAll(apiKeys.changes());
    all.addAll(quota.changes());
    all.addAll(erasure.changes());
    all.addAll(followUps.changes());
    return all;
  }
}
