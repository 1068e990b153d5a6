package io.entdb.store.sqlite;

import io.entdb.model.record.LogEntry;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SQLite's WAL file of one store: emptied into the database file by the lane, after commits, when
 * enough was written and nothing is pinned.
 */
public final class WalFile {
  /** Record bytes after which the WAL is emptied; pages written are a small multiple of these. */
  private static final long EMPTY_AFTER_BYTES = 1L << 20;

  private static final int PIN_ATTEMPTS = 100;
  private static final long PIN_PAUSE_MS = 20;

  private final Path file;
  private final Statements statements;
  private final Semaphore unpinned = new Semaphore(1);
  private long written;
  private boolean mustTruncate;

  public WalFile(Path file, Statements statements) {
    this.file = file;
    this.statements = statements;
  }

  /** Told after a commit that erased what nobody may find in the file any more. */
  public void erased() {
    mustTruncate = true;
  }

  /** Told after each commit. */
  public void grown(List<LogEntry> committed) {
    if (mustTruncate && unpinned.tryAcquire()) {
      try {
        mustTruncate = !truncate(); // Readers may be in it; the next commit tries again.
      } finally {
        unpinned.release();
      }
    }
    for (LogEntry entry : committed) {
      written += entry.value().length;
    }
    if (written > EMPTY_AFTER_BYTES && unpinned.tryAcquire()) {
      try {
        empty();
        written = 0;
      } finally {
        unpinned.release();
      }
    }
  }

  /** See {@link io.entdb.store.TenantStore#pin}. */
  public PinnedFile pin(StoreState state) throws StoreException {
    if (!unpinned.tryAcquire()) {
      throw new StoreBusyException(file + " is pinned already");
    }
    boolean pinned = false;
    try {
      for (int attempt = 0; attempt < PIN_ATTEMPTS && !pinned; attempt++) {
        pinned = empty();
        if (!pinned) {
          Thread.sleep(PIN_PAUSE_MS);
        }
      }
      if (!pinned) {
        throw new StoreBusyException("readings of older states of " + file + " do not end");
      }
      return new Pinned(Files.size(file), state);
    } catch (IOException e) {
      throw new StoreException("cannot pin " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreBusyException("interrupted while pinning " + file);
    } finally {
      if (!pinned) {
        unpinned.release();
      }
    }
  }

  /** Waits until no pin is open, and keeps it so: called once, before the file is closed. */
  public void awaitUnpinned() {
    unpinned.acquireUninterruptibly();
  }

  /** Moves pages into the database file; true = all of them. Never waits for readers. */
  private boolean empty() {
    return checkpoint("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** The same, and leaves nothing in the WAL file: old pages stay there otherwise. */
  private boolean truncate() {
    statements.pragma("PRAGMA busy_timeout = 0"); // The lane has other tenants, too.
    try {
      return checkpoint("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      statements.pragma("PRAGMA busy_timeout = " + Connections.BUSY_TIMEOUT_MS);
    }
  }

  private boolean checkpoint(String pragma) {
    try (var query = statements.connection().createStatement()) {
      statements.connection().setAutoCommit(true);
      try (var row = query.executeQuery(pragma)) {
        return row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
      } finally {
        statements.connection().setAutoCommit(false);
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private final class Pinned implements PinnedFile {
    private final long bytes;
    private final StoreState state;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Pinned(long bytes, StoreState state) {
      this.bytes = bytes;
      this.state = state;
    }

    @Override
    public Path path() {
      return file;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public StoreState state() {
      return state;
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        unpinned.release();
      }
    }
  }
}
