package io.entdb.store.rules;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import io.entdb.store.OutboxRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules version 1 for a tenant whose data become those of an image (ADR 0017). */
final class RebaseRulesV1 {
  private final PlanContext context;
  private Optional<RebaseImage> image = Optional.empty();

  RebaseRulesV1(PlanContext context) {
    this.context = context;
  }

  /** Whether the data are replaced as a whole, so that no other change of them counts. */
  boolean isRebased() {
    return image.isPresent();
  }

  void rebase(ControlOperation.Rebased op, TenantStatus status) throws Refusal {
    TenantId tenant = context.view().tenant();
    if (!context.access().privileged() || !context.access().actor().equals(Principal.INTERNAL)) {
      throw new Refusal(RefusalCode.FORBIDDEN, "only the system itself replaces a tenant's data");
    }
    if (tenant.isSystem()) {
      throw new Refusal(RefusalCode.VALIDATION_ERROR, "the directory cannot be rebased");
    }
    if (status == TenantStatus.LEGAL_HOLD) {
      throw new Refusal(
          RefusalCode.TENANT_CLOSED,
          "tenant \"" + tenant + "\" is on legal hold; its data cannot be replaced");
    }
    image = Optional.of(op.image());
  }

  /** The change itself comes first; then what others hear of it. */
  List<Change> changes() {
    var changes = new ArrayList<Change>();
    if (image.isPresent()) {
      changes.add(new Change.Rebase(image.get()));
      for (Principal principal : context.view().unseenIn(image.get())) {
        changes.add(new Change.OfSeen(principal, true));
        context.outbox().add(TenantId.SYSTEM, new FollowUp.PrincipalSeen(principal));
      }
      eraseAgain();
    }
    return changes;
  }

  /** What erasures under way have done is undone: they begin again at the first node. */
  private void eraseAgain() {
    for (OutboxRow row : context.view().outboxToItself()) {
      if (row.followUp() instanceof FollowUp.EraseUser(var user, var pseudonym, var _)) {
        context.outbox().add(row.target(), new FollowUp.EraseUser(user, pseudonym, ""));
      }
    }
  }
}
