package io.entdb.store.rules;

import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** How a tenant's life begins. */
final class Opening {
  private Opening() {}

  static boolean isOpening(WalRecord record) {
    return record.operations().size() == 1
        && record.operations().getFirst() instanceof Operation.OpenTenant;
  }

  /** Begins a new life. Only called for an incarnation above the present one. */
  static Decision decide(WalRecord record, long n, long time) {
    var open = (Operation.OpenTenant) record.operations().getFirst();
    var changes = new ArrayList<Change>();
    changes.add(new Change.NewLife(record.incarnation()));
    if (!open.schema().isEmpty()) {
      changes.add(new Change.OfSchema(Schema.EMPTY, open.schema()));
    }
    for (Member member : open.members()) {
      changes.add(new Change.OfMember(null, new MemberRow(member, time)));
    }
    var outbox = Outbox.ofNewLife(n);
    changes.addAll(new Reports(open.schema(), principal -> false, outbox).of(changes));
    changes.addAll(outbox.changes());
    return new Decision.Fresh(new Outcome.Applied(List.of()), changes);
  }

  static Outcome.Refused noSuchLife(TenantView view, WalRecord record) {
    return Outcome.Refused.of(
        RefusalCode.NOT_FOUND,
        -1,
        "tenant "
            + record.tenant()
            + " is in its life "
            + view.incarnation()
            + ", the request was for life "
            + record.incarnation());
  }
}
