package io.entdb.store.sqlite;

import io.entdb.model.TenantId;
import io.entdb.store.StoreState.Work;
import org.jspecify.annotations.Nullable;

/** How far a store is, as its file keeps it. */
final class ProgressRow {
  private final Statements statements;
  private final TenantId tenant;

  ProgressRow(Statements statements, TenantId tenant) {
    this.statements = statements;
    this.tenant = tenant;
  }

  Progress load() {
    @Nullable Long oldest = statements.first("read/oldest_outcomes", row -> row.getLong(4), 1);
    CachedSchema schema = CachedSchema.in(statements);
    Work work = Waiting.of(statements);
    @Nullable Progress stored =
        statements.first(
            "read/tenant",
            row ->
                new Progress(
                    row.getLong(2),
                    row.getInt(3),
                    row.getLong(4),
                    row.getInt(5),
                    row.getLong(6),
                    new Digest(row.getBytes(7)),
                    schema,
                    oldest == null ? Long.MAX_VALUE : oldest,
                    row.getLong(8),
                    work));
    return stored != null ? stored : Progress.none(tenant.isSystem());
  }

  void save(Progress now) {
    statements.update(
        "write/put_tenant",
        tenant.value(),
        now.incarnation(),
        now.partition(),
        now.n(),
        now.leaderEpoch(),
        now.tenantTime(),
        now.digest().bytes(),
        now.feedFloor());
  }
}
