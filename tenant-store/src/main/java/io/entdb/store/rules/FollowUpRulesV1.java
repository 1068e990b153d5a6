package io.entdb.store.rules;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.ControlOperation.Acknowledge;
import io.entdb.model.record.ControlOperation.FollowUps;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.WalRecord;
import io.entdb.store.InboxMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules version 1 for what other tenants' decisions cause here, and its acknowledgement. */
final class FollowUpRulesV1 {
  private final PlanContext context;
  private final ErasureV1 erasure;
  private final List<Change> changes = new ArrayList<>();
  private final Map<Principal, Boolean> frozen = new TreeMap<>();

  FollowUpRulesV1(PlanContext context, ErasureV1 erasure) {
    this.context = context;
    this.erasure = erasure;
  }

  /** Whether an operation delivers or acknowledges: what goes on even for a deleted tenant. */
  static boolean crosses(Operation operation) {
    return operation instanceof FollowUps || operation instanceof Acknowledge;
  }

  /** What is noted of deliveries, without what they caused. */
  List<Change> inboxChanges() {
    return List.copyOf(changes);
  }

  List<Change> changes() {
    var all = new ArrayList<>(changes);
    frozen.forEach(
        (user, is) -> {
          if (context.view().isFrozen(user) != is) {
            all.add(new Change.OfFrozen(user, is));
          }
        });
    return all;
  }

  /**
   * Decides a record that delivers or acknowledges and of which nothing counts; empty = something
   * does, or it is another record. Such a record leaves no trace: nothing may stand under its key
   * when it is delivered again in its turn (ADR 0013 D4).
   */
  static Optional<Decision> passOver(TenantView view, WalRecord record) {
    if (record.operations().size() != 1) {
      return Optional.empty();
    }
    boolean counts =
        switch (record.operations().getFirst()) {
          case FollowUps op -> !op.followUps().isEmpty() && firstToCount(view, op) >= 0;
          case Acknowledge op -> !view.outboxThrough(op.target(), op.through()).isEmpty();
          default -> true;
        };
    return counts
        ? Optional.empty()
        : Optional.of(new Decision.Repeated(new Outcome.Applied(List.of())));
  }

  /** Index of the first follow-up that counts; -1 = none does. */
  private static int firstToCount(TenantView view, FollowUps op) {
    InboxMark mark = mark(view, op);
    if (op.incarnation() < mark.incarnation()) {
      return -1;
    }
    long next = Math.max(mark.number(), op.cleared()) + 1;
    long index = next - op.first();
    // Below 0: those between the mark and the first one are still to come.
    return index < 0 || index >= op.followUps().size() ? -1 : (int) index;
  }

  /** Where the numbers of the source's present life have come to. */
  private static InboxMark mark(TenantView view, FollowUps op) {
    InboxMark mark = view.inbox(op.source());
    return op.incarnation() > mark.incarnation()
        ? new InboxMark(op.source(), op.incarnation(), 0)
        : mark;
  }

  void deliver(FollowUps op) throws Refusal {
    requireInternal();
    int first = firstToCount(context.view(), op);
    if (first < 0) {
      return;
    }
    for (FollowUp followUp : op.followUps().subList(first, op.followUps().size())) {
      carryOut(op.source(), followUp);
    }
    InboxMark before = context.view().inbox(op.source());
    long last = op.first() + op.followUps().size() - 1;
    changes.add(new Change.OfInbox(before, new InboxMark(op.source(), op.incarnation(), last)));
  }

  private void carryOut(TenantId source, FollowUp followUp) {
    switch (followUp) {
      case FollowUp.MembershipChanged it -> context.index().membershipChanged(source, it);
      case FollowUp.PrincipalSeen it -> context.index().principalSeen(source, it.principal());
      case FollowUp.StatusChanged it -> context.index().statusChanged(source, it.status());
      case FollowUp.Recount _ -> context.index().forget(source);
      case FollowUp.UserErased it -> context.index().userErased(source, it.user());
      case FollowUp.UserStanding it -> {
        // One that the tenant never told of would hear of no thaw: after a lost log, an old order.
        boolean counts = it.mayWrite() || context.view().isSeen(it.user());
        if (counts && status() != TenantStatus.DELETED) {
          frozen.put(it.user(), !it.mayWrite());
        }
      }
      case FollowUp.EraseUser it -> {
        if (erasure.erase(it, status())) {
          frozen.put(it.user(), false);
        }
      }
      case FollowUp.EraseTenant _ -> erasure.eraseTenant(status());
    }
  }

  private TenantStatus status() {
    return erasure.isOfEverything()
        ? TenantStatus.DELETED
        : TenantStatus.ofSetting(context.view().setting(TenantStatus.SETTING));
  }

  void acknowledge(Acknowledge op) throws Refusal {
    requireInternal();
    context
        .view()
        .outboxThrough(op.target(), op.through())
        .forEach(row -> changes.add(new Change.OfOutbox(row, false)));
  }

  private void requireInternal() throws Refusal {
    if (!context.access().privileged() || !context.access().actor().equals(Principal.INTERNAL)) {
      throw new Refusal(RefusalCode.FORBIDDEN, "only the system itself delivers follow-ups");
    }
  }
}
