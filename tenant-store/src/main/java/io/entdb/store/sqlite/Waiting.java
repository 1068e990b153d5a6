package io.entdb.store.sqlite;

import io.entdb.store.StoreState.Work;
import io.entdb.store.rules.Change;
import org.jspecify.annotations.Nullable;

/** What waits in a store for its applier. */
final class Waiting {
  private Waiting() {}

  static Work of(Statements statements) {
    @Nullable Integer waits = statements.first("read/outbox_waits", row -> row.getInt(1));
    @Nullable Long dueAt =
        statements.first(
            "read/next_due",
            row -> {
              long at = row.getLong(1);
              return row.wasNull() ? Long.MAX_VALUE : at;
            });
    return new Work(waits != null && waits != 0, dueAt == null ? Long.MAX_VALUE : dueAt);
  }

  /** Whether a change may make it other. */
  static boolean isTouchedBy(Change change) {
    return change instanceof Change.OfOutbox
        || change instanceof Change.OfUser
        || change instanceof Change.OfStanding
        || change instanceof Change.NewLife;
  }
}
