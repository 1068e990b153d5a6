package io.entdb.store.rules;

import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.model.record.WalRecord;
import io.entdb.store.StoredOutcome;
import java.util.Optional;

/**
 * The rules of EntDB. A function of its arguments only: no clock, no randomness, no I/O, no
 * configuration. Every follower, whenever it runs, comes to the same decision.
 */
public final class Rules {
  /** The newest rules version that this binary knows; it knows all from 1 on. */
  public static final int VERSION_MAX = 1;

  private Rules() {}

  /**
   * Decides a record.
   *
   * @param n where the record stands in the tenant's partition
   * @param time tenant time of the record, unix ms
   * @throws UnknownFormatException when the record asks for rules that this binary does not know
   */
  public static Decision decide(TenantView view, WalRecord record, long n, long time)
      throws UnknownFormatException {
    if (record.rulesVersion() < 1 || record.rulesVersion() > VERSION_MAX) {
      throw new UnknownFormatException(
          "rules version " + record.rulesVersion() + ", this binary knows 1 to " + VERSION_MAX);
    }
    if (!record.tenant().equals(view.tenant())) {
      throw new UnknownFormatException(
          "a record of tenant " + record.tenant() + " under the key of " + view.tenant());
    }
    if (Opening.isOpening(record)) {
      if (record.incarnation() > view.incarnation()) {
        return Opening.decide(record, n, time);
      }
    } else if (record.incarnation() != view.incarnation()) {
      return new Decision.TurnedAway(Opening.noSuchLife(view, record));
    }
    Optional<Decision> passedOver = FollowUpRulesV1.passOver(view, record);
    if (passedOver.isPresent()) {
      return passedOver.get();
    }
    Optional<StoredOutcome> known = view.outcome(record.idempotencyKey());
    if (known.isPresent()) {
      return known.get().requestHash().equals(record.requestHash())
          ? new Decision.Repeated(known.get().outcome())
          : new Decision.TurnedAway(reused(record));
    }
    if (Opening.isOpening(record)) {
      return new Decision.TurnedAway(Opening.noSuchLife(view, record));
    }
    return PlanRulesV1.decide(view, record, n, time);
  }

  /** The answer to a record whose key belongs to another request. */
  public static Outcome.Refused reused(WalRecord record) {
    return Outcome.Refused.of(
        RefusalCode.IDEMPOTENCY_KEY_REUSED,
        -1,
        "idempotency key "
            + record.idempotencyKey()
            + " was used before for another request; use a new key for a new request");
  }
}
