package io.entdb.store.sqlite;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.Reading;
import io.entdb.store.StoreState;
import io.entdb.store.Viewer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading connections, opened when needed and kept, each lent to one reading at a time. */
public final class ReaderPool implements AutoCloseable {
  private final Connections connections;
  private final TenantId tenant;
  private final int size;
  private final Semaphore permits;
  private final Deque<Statements> idle = new ArrayDeque<>();
  private volatile CachedSchema schema = CachedSchema.EMPTY;
  private boolean closed;

  public ReaderPool(Connections connections, TenantId tenant, int size) {
    this.connections = connections;
    this.tenant = tenant;
    this.size = size;
    this.permits = new Semaphore(size);
  }

  /** Runs a reading over one state, through a viewer's eyes. */
  public <T> T read(Viewer viewer, Reading<T> reading) {
    return inTransaction(
        statements -> {
          StoreState state = state(statements);
          return reading.read(StoreReader.of(statements, state, schema.schema(), viewer));
        });
  }

  /** Runs work over one state of the bare tables. */
  <T> T inTransaction(Function<Statements, T> work) {
    permits.acquireUninterruptibly();
    try {
      Statements statements = take();
      try {
        return work.apply(statements);
      } finally {
        statements.connection().rollback(); // Ends the reading; there is nothing to keep.
        giveBack(statements);
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    } finally {
      permits.release();
    }
  }

  private StoreState state(Statements statements) {
    byte @Nullable [] body = statements.first("read/schema", row -> row.getBytes(1));
    CachedSchema found = schema.orDecoded(body == null ? new byte[0] : body);
    schema = found;
    @Nullable StoreState state = stored(statements, tenant, found.fingerprint());
    return state != null ? state : empty(new RowHash());
  }

  /** The state that the tenant's row tells; null = the tenant has no record yet. */
  static @Nullable StoreState stored(
      Statements statements, TenantId tenant, String schemaFingerprint) {
    return statements.first(
        "read/tenant",
        row -> {
          var digest = new Digest(row.getBytes(7));
          digest.add(new RowHash().ofTenant(row.getLong(2), row.getLong(6)));
          return new StoreState(
              tenant,
              row.getLong(2),
              Optional.of(new WalPosition(row.getInt(3), row.getLong(4))),
              row.getInt(5),
              row.getLong(6),
              digest.hex(),
              schemaFingerprint,
              StoreState.Work.NONE);
        });
  }

  private StoreState empty(RowHash hash) {
    long incarnation = tenant.isSystem() ? 1 : 0;
    var digest = new Digest();
    digest.add(hash.ofTenant(incarnation, 0));
    return new StoreState(
        tenant, incarnation, Optional.empty(), -1, 0, digest.hex(), "", StoreState.Work.NONE);
  }

  private Statements take() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new SQLException("the store of tenant " + tenant + " is closed");
      }
      @Nullable Statements statements = idle.pollFirst();
      if (statements != null) {
        return statements;
      }
    }
    return connections.reader();
  }

  private void giveBack(Statements statements) {
    synchronized (idle) {
      idle.addFirst(statements);
    }
  }

  /** Waits for readings that are under way, then closes all connections. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(size);
    try {
      synchronized (idle) {
        closed = true;
        for (Statements statements : idle) {
          statements.close();
        }
        idle.clear();
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    } finally {
      permits.release(size);
    }
  }
}
