package io.entdb.store.rules;

import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.WalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rules version 1 for plans: every step in order, then the checks that need the plan's end, all or
 * nothing. Shipped: never edited in what it decides.
 */
final class PlanRulesV1 {
  private final WalRecord record;
  private final PlanContext context;
  private final NodeRulesV1 nodes;
  private final MailRulesV1 mail;
  private final EdgeRulesV1 edges;
  private final TenantRulesV1 tenants;
  private final ContentRulesV1 content;

  private PlanRulesV1(TenantView view, WalRecord record, long n, long time) {
    this.record = record;
    this.context =
        new PlanContext(
            view, new Draft(view), view.access(record.actor(), record.authority()), n, time);
    this.mail = new MailRulesV1(context);
    this.nodes = new NodeRulesV1(context, mail);
    this.edges = new EdgeRulesV1(context);
    this.tenants = new TenantRulesV1(context);
    this.content = new ContentRulesV1(context, nodes, tenants);
  }

  static Decision decide(TenantView view, WalRecord record, long n, long time) {
    return new PlanRulesV1(view, record, n, time).decide();
  }

  private Decision decide() {
    int index = -1;
    try {
      requireWriter();
      requireOpenTenant();
      var results = new ArrayList<Outcome.OpResult>(record.operations().size());
      for (Operation operation : record.operations()) {
        switch (operation) {
          case Operation.Client step -> {
            index = results.size();
            results.add(carryOut(step, index));
          }
          case Operation.Internal step -> {
            index = -1;
            tenants.carryOut(step);
          }
        }
      }
      for (PlanContext.AtEnd check : context.atEnd()) {
        index = check.opIndex();
        check.check().run();
      }
      index = -1;
      tenants.countWrites(results.size());
      List<Change> changes = changes();
      return new Decision.Fresh(new Outcome.Applied(results), changes);
    } catch (Refusal refusal) {
      return new Decision.Fresh(refusal.at(index), List.of());
    }
  }

  private List<Change> changes() {
    var changes = new ArrayList<Change>();
    if (!tenants.replacesEverything() && !all(FollowUpRulesV1::crosses)) {
      changes.addAll(RetellV1.changes(context)); // Before what this plan itself has to tell.
    }
    if (!tenants.replacesEverything()) {
      changes.addAll(context.draft().changes());
    }
    changes.addAll(tenants.changes());
    if (!record.tenant().isSystem()) {
      var reports = new Reports(context.draft().schema(), context.view()::isSeen, context.outbox());
      changes.addAll(reports.of(changes));
    }
    changes.addAll(context.index().changes());
    changes.addAll(context.outbox().changes());
    return changes;
  }

  private Outcome.OpResult carryOut(Operation.Client step, int index) throws Refusal {
    context.startOperation(index);
    return switch (step) {
      case Operation.CreateNode op -> nodes.create(op);
      case Operation.UpdateNode op -> nodes.update(op);
      case Operation.DeleteNode op -> nodes.delete(op);
      case Operation.MarkRead op -> mail.markRead(op);
      case Operation.Managing op -> content.carryOut(op);
      case Operation.DeleteWhere op -> nodes.deleteWhere(op);
      case Operation.SetVisibility op -> nodes.setVisibility(op);
      case Operation.ShareNode op -> nodes.share(op);
      case Operation.RevokeAccess op -> nodes.revoke(op);
      case Operation.TransferOwnership op -> nodes.transferOwnership(op);
      case Operation.CreateEdge op -> edges.create(op);
      case Operation.DeleteEdge op -> edges.delete(op);
    };
  }

  private void requireOpenTenant() throws Refusal {
    Optional<Outcome.Refused> refused =
        StatusRules.refusal(record.tenant(), tenants.status(), record.operations());
    if (refused.isPresent()) {
      throw new Refusal(refused.get().code(), refused.get().message());
    }
  }

  // Loops, not streams: a store asks this of every record it applies.

  private boolean any(Predicate<Operation> what) {
    for (Operation operation : record.operations()) {
      if (what.test(operation)) {
        return true;
      }
    }
    return false;
  }

  private boolean all(Predicate<Operation> what) {
    return !any(what.negate());
  }

  private void requireWriter() throws Refusal {
    Access access = context.access();
    if (!access.privileged() && context.view().isFrozen(access.actor())) {
      throw UserRulesV1.frozen(access.actor());
    }
    if (record.operations().size() > 1 && any(ControlOperation.Rebased.class::isInstance)) {
      throw new Refusal(RefusalCode.VALIDATION_ERROR, "a rebase takes a record of its own");
    }
    boolean managing = any(Operation.Managing.class::isInstance);
    if (managing && record.operations().size() > 1) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "managing a user's content takes a plan of its own");
    }
    boolean directoryOnly = all(Operation.Internal.class::isInstance);
    if (access.privileged() || directoryOnly) {
      return; // Internal steps have rules of their own.
    }
    if (access.role().isEmpty()) {
      throw new Refusal(
          RefusalCode.FORBIDDEN,
          "actor \"" + record.actor() + "\" is not a member of tenant \"" + record.tenant() + "\"");
    }
    boolean ownMailOnly = all(Operation.MarkRead.class::isInstance);
    if (!access.role().get().mayWrite() && !ownMailOnly) {
      throw new Refusal(
          RefusalCode.FORBIDDEN,
          "actor \""
              + record.actor()
              + "\" has role \""
              + access.role().get().word()
              + "\"; writes require member/admin/owner");
    }
  }
}
