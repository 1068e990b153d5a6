package io.entdb.store.rules;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.TenantStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant tells the directory again after the log was lost: partitions end at different
 * moments then, so the directory may lack what the tenant believes delivered (ADR 0017 D10). Comes
 * with the first plan that is applied in a new life of the log.
 */
final class RetellV1 {
  /** The setting that says in which life of the log everything was told last. */
  static final String SETTING = "told_epoch";

  private RetellV1() {}

  /** Adds to the plan's follow-ups, and answers what is noted of it; usually nothing. */
  static List<Change> changes(PlanContext context) {
    int epoch = WalPosition.epochOf(context.n());
    TenantView view = context.view();
    if (epoch == 0 || view.tenant().isSystem()) {
      return List.of();
    }
    @Nullable String told = view.setting(SETTING);
    if (told != null && Integer.parseInt(told) >= epoch) {
      return List.of();
    }
    tell(context, view);
    var changes = new ArrayList<Change>();
    changes.add(new Change.OfSetting(SETTING, told, Integer.toString(epoch)));
    // The directory says again who is frozen: each is seen, and asked after.
    view.frozen().forEach(user -> changes.add(new Change.OfFrozen(user, false)));
    return changes;
  }

  private static void tell(PlanContext context, TenantView view) {
    var status = TenantStatus.ofSetting(view.setting(TenantStatus.SETTING));
    context.outbox().add(TenantId.SYSTEM, new FollowUp.StatusChanged(status));
    context.outbox().add(TenantId.SYSTEM, new FollowUp.Recount());
    for (MemberRow row : view.members(Optional.empty(), Integer.MAX_VALUE)) {
      context
          .outbox()
          .add(
              TenantId.SYSTEM,
              new FollowUp.MembershipChanged(
                  row.member().user(), Optional.of(row.member().role()), row.joinedAt()));
    }
    for (Principal principal : view.seen()) {
      context.outbox().add(TenantId.SYSTEM, new FollowUp.PrincipalSeen(principal));
    }
  }
}
