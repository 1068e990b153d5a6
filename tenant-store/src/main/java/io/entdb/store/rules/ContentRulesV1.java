package io.entdb.store.rules;

import io.entdb.model.Limits;
import io.entdb.model.Storage;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules version 1 for a user's content as a whole. Each step stands alone in its plan, so that what
 * the view says is what is so.
 */
final class ContentRulesV1 {
  /** Count in a result: 1 = the step did its part, and there is more to do. */
  private static final String MORE = "more";

  private final PlanContext context;
  private final NodeRulesV1 nodes;
  private final TenantRulesV1 tenants;

  ContentRulesV1(PlanContext context, NodeRulesV1 nodes, TenantRulesV1 tenants) {
    this.context = context;
    this.nodes = nodes;
    this.tenants = tenants;
  }

  OpResult carryOut(Operation.Managing step) throws Refusal {
    return switch (step) {
      case Operation.DelegateAccess op -> delegate(op);
      case Operation.TransferContent op -> transfer(op);
      case Operation.RevokeAllAccess op -> revokeAll(op);
      case Operation.SetLegalHold op -> setLegalHold(op);
    };
  }

  /** Nodes in mailboxes and deleted ones are passed over: nobody can be let in there. */
  private OpResult delegate(Operation.DelegateAccess op) throws Refusal {
    requireAdmin("Only tenant owner or admin can delegate access");
    int limit = limit(op.limit());
    List<NodeRow> owned = context.view().ownedBy(op.fromUser().value(), op.after(), limit + 1);
    long delegated = 0;
    String last = op.after();
    for (NodeRow node : owned.subList(0, Math.min(limit, owned.size()))) {
      last = node.id();
      boolean open = !node.deleted() && !(node.storage() instanceof Storage.Mailbox);
      if (open && nodes.give(node, op.grant())) {
        delegated++;
      }
    }
    Map<String, Long> counts = Map.of("delegated", delegated, MORE, more(owned.size() > limit));
    return new OpResult(op.word(), last, "", true, "", new TreeMap<>(counts));
  }

  private OpResult transfer(Operation.TransferContent op) throws Refusal {
    requireAdmin("TransferUserContent requires admin/owner");
    if (op.fromUser().equals(op.toUser())) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "from and to are both \"" + op.toUser() + "\"");
    }
    int limit = limit(op.limit());
    List<NodeRow> owned = context.view().ownedBy(op.fromUser().value(), "", limit + 1);
    List<NodeRow> now = owned.subList(0, Math.min(limit, owned.size()));
    now.forEach(node -> context.draft().put(node.ownedBy(op.toUser().value(), context.time())));
    tenants.members().admit(op.toUser());
    return OpResult.ofCounts(
        op.word(), Map.of("transferred", (long) now.size(), MORE, more(owned.size() > limit)));
  }

  /** Membership stays. Groups are left at once, grants go as many at a time as the limit says. */
  private OpResult revokeAll(Operation.RevokeAllAccess op) throws Refusal {
    requireAdmin("Only tenant owner or admin can revoke all user access");
    int limit = limit(op.limit());
    List<String> granted = context.view().grantedTo(op.user(), limit + 1);
    long revoked = 0;
    for (String id : granted.subList(0, Math.min(limit, granted.size()))) {
      @Nullable NodeRow node = context.draft().node(id);
      if (node != null && nodes.take(node, op.user())) {
        revoked++;
      }
    }
    long groups = tenants.members().leaveAll(op.user());
    return OpResult.ofCounts(
        op.word(),
        Map.of(
            "revoked_grants",
            revoked,
            "revoked_groups",
            groups,
            MORE,
            more(granted.size() > limit)));
  }

  private OpResult setLegalHold(Operation.SetLegalHold op) throws Refusal {
    if (!context.access().privileged()) {
      throw new Refusal(RefusalCode.FORBIDDEN, "SetLegalHold requires admin or owner role");
    }
    return new OpResult(op.word(), "", "", !tenants.setLegalHold(op.enabled()), "");
  }

  private void requireAdmin(String otherwise) throws Refusal {
    if (!context.access().isAdmin()) {
      throw new Refusal(RefusalCode.FORBIDDEN, otherwise);
    }
  }

  private static int limit(int asked) {
    return asked <= 0 ? Limits.CONTENT_STEP_MAX : Math.min(asked, Limits.CONTENT_STEP_MAX);
  }

  private static long more(boolean more) {
    return more ? 1 : 0;
  }
}
