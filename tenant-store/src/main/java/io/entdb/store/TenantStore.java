package io.entdb.store;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.sqlite.Connections;
import io.entdb.store.sqlite.FileAudit;
import io.entdb.store.sqlite.ImageFailure;
import io.entdb.store.sqlite.ReaderPool;
import io.entdb.store.sqlite.SqlFailure;
import io.entdb.store.sqlite.Statements;
import io.entdb.store.sqlite.StoreAudit;
import io.entdb.store.sqlite.StoreWriter;
import io.entdb.store.sqlite.WalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One tenant's state in one SQLite file, derived from the tenant's log by the rules.
 *
 * <p>One thread at a time may call {@link #apply} and {@link #pin} (the tenant's lane); readers are
 * as many as like. The file is a cache: whenever it cannot be used ({@link StoreException}), {@link
 * #discard} it and build it again.
 */
public final class TenantStore implements AutoCloseable {
  private final Path file;
  private final Statements statements;
  private final StoreWriter writer;
  private final WalFile wal;
  private final ReaderPool readers;
  private volatile StoreState state;

  private TenantStore(
      Path file,
      TenantId tenant,
      StoreSettings settings,
      boolean adopt,
      Function<Connection, Statements> statementsOf)
      throws StoreException {
    var connections = new Connections(file, settings, statementsOf);
    this.file = file;
    this.statements = connections.writer(tenant, adopt);
    this.writer = new StoreWriter(statements, tenant);
    this.wal = new WalFile(file, statements);
    this.readers = new ReaderPool(connections, tenant, settings.readersMax());
    this.state = writer.state();
  }

  /**
   * Opens a store, or makes an empty one where there is no file.
   *
   * @throws StoreException when the file is damaged, of another tenant or a newer layout, or was
   *     written in another boot of the machine
   */
  public static TenantStore open(Path file, TenantId tenant, StoreSettings settings)
      throws StoreException {
    return opened(file, tenant, settings, false, Statements::new);
  }

  /**
   * Opens a file that came from elsewhere, an image whose checksums were verified, and makes it
   * this machine's own.
   *
   * @throws StoreException as {@link #open}, but for the boot
   */
  public static TenantStore adopt(Path file, TenantId tenant, StoreSettings settings)
      throws StoreException {
    return opened(file, tenant, settings, true, Statements::new);
  }

  /** As {@link #open}, with statements that a simulation listens to. */
  static TenantStore opened(
      Path file,
      TenantId tenant,
      StoreSettings settings,
      boolean adopt,
      Function<Connection, Statements> statementsOf)
      throws StoreException {
    try {
      return new TenantStore(file, tenant, settings, adopt, statementsOf);
    } catch (SqlFailure e) {
      throw failed(file, e);
    }
  }

  /** Removes a store's files, which nobody may have open. Does nothing where there are none. */
  public static void discard(Path file) throws StoreException {
    try {
      for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new StoreException("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }

  /** How many connections to stores this process has open. */
  public static int openConnections() {
    return Statements.open();
  }

  /** The state after the last commit. Callable from any thread, at no cost. */
  public StoreState state() {
    return state;
  }

  /**
   * Applies records of this tenant, in order of position, in one transaction. Those at or before
   * the store's position are passed over: they were applied before.
   *
   * @return one answer for each record that was not passed over
   * @throws RecordFaultException when a record cannot be carried out by a fault of ours; the
   *     records before it are applied and committed, it and those after it are not
   * @throws StoreException when the file cannot be written; nothing was applied
   */
  public List<AppliedRecord> apply(List<LogEntry> entries)
      throws RecordFaultException, StoreException {
    return apply(entries, ImageSource.NONE);
  }

  /**
   * The same, with what gives the images that records name.
   *
   * @throws ImageUnavailableException when one cannot be had now; nothing was applied
   */
  public List<AppliedRecord> apply(List<LogEntry> entries, ImageSource images)
      throws RecordFaultException, StoreException {
    try {
      List<AppliedRecord> applied = writer.apply(entries, images);
      if (writer.takeErased()) {
        wal.erased();
      }
      wal.grown(entries);
      return applied;
    } catch (ImageFailure e) {
      throw new ImageUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (SqlFailure e) {
      throw failed(file, e);
    } finally {
      state = writer.state();
    }
  }

  /** Reads one consistent state as a viewer sees it. Blocks while all readers are lent out. */
  public <T> T read(Viewer viewer, Reading<T> reading) throws StoreException {
    return inFile(() -> readers.read(viewer, reading));
  }

  /**
   * Makes the database file complete and keeps it so until the answer is closed. One pin at a time.
   *
   * @throws StoreBusyException when readings of older states did not end within seconds; the store
   *     is sound, try again later
   */
  public PinnedFile pin() throws StoreException {
    try {
      return wal.pin(state);
    } catch (SqlFailure e) {
      throw failed(file, e);
    }
  }

  /** The digest computed from all rows; equal to {@link StoreState#digest} unless damaged. */
  public String recomputeDigest() throws StoreException {
    return inFile(() -> StoreAudit.digest(readers));
  }

  /** Every logical row as a line of text, in an order of its own that equal states share. */
  public void dump(Consumer<String> line) throws StoreException {
    inFile(
        () -> {
          StoreAudit.dump(readers, line);
          return true;
        });
  }

  /**
   * Looks at all of a file that nobody has open, and changes nothing.
   *
   * @throws StoreException when it is no store, in use, or damaged beyond reading
   */
  public static StoreReport audit(Path file) throws StoreException {
    return FileAudit.of(file);
  }

  /** Closes the file cleanly. Waits for readings and for a pin. */
  @Override
  public void close() throws StoreException {
    try {
      wal.awaitUnpinned();
      readers.close();
      statements.close();
    } catch (SQLException e) {
      throw failed(file, new SqlFailure(e));
    } catch (SqlFailure e) {
      throw failed(file, e);
    }
  }

  private <T> T inFile(Supplier<T> work) throws StoreException {
    try {
      return work.get();
    } catch (SqlFailure e) {
      throw failed(file, e);
    }
  }

  private static StoreException failed(Path file, SqlFailure failure) {
    return new StoreException("store " + file + " failed: " + failure.getMessage(), failure);
  }
}
