package io.entdb.store.rules;

import io.entdb.model.TenantId;
import io.entdb.model.record.FollowUp;
import io.entdb.store.OutboxRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The follow-ups that one decision adds, numbered for each target (ADR 0013 D2). */
final class Outbox {
  private final ToLongFunction<TenantId> last;
  private final List<Change> rows = new ArrayList<>();
  private final Map<TenantId, Change.OfOutboxLast> counters = new LinkedHashMap<>();

  /** The outbox of a tenant as it stands. */
  static Outbox of(TenantView view) {
    return new Outbox(view::outboxLast);
  }

  /** The outbox of a life that begins. */
  static Outbox ofNewLife() {
    return new Outbox(target -> 0);
  }

  private Outbox(ToLongFunction<TenantId> last) {
    this.last = last;
  }

  void add(TenantId target, FollowUp followUp) {
    Change.OfOutboxLast counter =
        counters.computeIfAbsent(
            target,
            it -> {
              long before = last.applyAsLong(it);
              return new Change.OfOutboxLast(it, before, before);
            });
    long number = counter.after() + 1;
    counters.put(target, new Change.OfOutboxLast(target, counter.before(), number));
    rows.add(new Change.OfOutbox(new OutboxRow(target, number, followUp), true));
  }

  List<Change> changes() {
    var changes = new ArrayList<>(rows);
    changes.addAll(counters.values());
    return changes;
  }
}
