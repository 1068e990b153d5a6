package io.entdb.store.rules;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.FollowUp;
import io.entdb.store.OutboxRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The follow-ups that one decision adds, numbered for each target (ADR 0013 D2). */
final class Outbox {
  /** Follow-ups that one tenant can have for another in one life of the log. */
  private static final int NUMBER_BITS = 32;

  private final ToLongFunction<TenantId> last;
  private final long floor;
  private final List<Change> rows = new ArrayList<>();
  private final Map<TenantId, Change.OfOutboxLast> counters = new LinkedHashMap<>();

  /**
   * The outbox of a tenant as it stands.
   *
   * @param n of the record that adds to it
   */
  static Outbox of(TenantView view, long n) {
    return new Outbox(view::outboxLast, n);
  }

  /** The outbox of a life that begins with the record at n. */
  static Outbox ofNewLife(long n) {
    return new Outbox(target -> 0, n);
  }

  /** Each life of the log numbers from its own floor: what a lost one used comes never again. */
  private Outbox(ToLongFunction<TenantId> last, long n) {
    this.last = last;
    this.floor = (long) WalPosition.epochOf(n) << NUMBER_BITS;
  }

  /** Whether the log was lost before. */
  boolean isAfterLoss() {
    return floor > 0;
  }

  void add(TenantId target, FollowUp followUp) {
    Change.OfOutboxLast counter =
        counters.computeIfAbsent(
            target,
            it -> {
              long before = last.applyAsLong(it);
              return new Change.OfOutboxLast(it, before, before);
            });
    long number = Math.max(counter.after(), floor) + 1;
    counters.put(target, new Change.OfOutboxLast(target, counter.before(), number));
    rows.add(new Change.OfOutbox(new OutboxRow(target, number, followUp), true));
  }

  List<Change> changes() {
    var changes = new ArrayList<>(rows);
    changes.addAll(counters.values());
    return changes;
  }
}
