package io.entdb.store.sqlite;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at every logical row of a store, in one state. */
public final class StoreAudit {
  private StoreAudit() {}

  /** The digest, computed from nothing but the rows. */
  public static String digest(ReaderPool readers) {
    return readers.inTransaction(StoreAudit::digest);
  }

  static String digest(Statements statements) {
    var digest = new Digest();
    new LogicalRows(statements).each((_, hash) -> digest.add(hash));
    TenantRow tenant = tenantRow(statements);
    digest.add(new RowHash().ofTenant(tenant.incarnation, tenant.time));
    return digest.hex();
  }

  /** Every logical row as a line of text. */
  public static void dump(ReaderPool readers, Consumer<String> line) {
    readers.inTransaction(
        statements -> {
          TenantRow tenant = tenantRow(statements);
          line.accept("tenant incarnation=" + tenant.incarnation + " time=" + tenant.time);
          new LogicalRows(statements).each((text, _) -> line.accept(text));
          return true;
        });
  }

  private record TenantRow(long incarnation, long time) {}

  private static TenantRow tenantRow(Statements statements) {
    @Nullable TenantRow row =
        statements.first("read/tenant", it -> new TenantRow(it.getLong(2), it.getLong(6)));
    return row == null ? new TenantRow(0, 0) : row;
  }
}
