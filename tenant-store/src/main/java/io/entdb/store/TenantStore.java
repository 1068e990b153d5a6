package io.entdb.store;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One tenant's state in one SQLite file, derived from the tenant's log by the rules.
 *
 * <p>One thread at a time may call {@link #apply} and {@link #pin} (the tenant's lane); readers are
 * as many as like. The file is a cache: whenever it cannot be used ({@link StoreException}), {@link
 * #discard} it and build it again.
 */
public final class TenantStore implements AutoCloseable {
  private TenantStore() {}

  /**
   * Opens a store, or makes an empty one where there is no file.
   *
   * @throws StoreException when the file is damaged, of another tenant or a newer layout, or was
   *     left open when the machine went down
   */
  public static TenantStore open(Path file, TenantId tenant, StoreSettings settings)
      throws StoreException {
    throw new StoreException("not yet " + file + tenant + settings);
  }

  /** Removes a store's files, which nobody may have open. Does nothing where there are none. */
  public static void discard(Path file) throws StoreException {
    throw new StoreException("not yet " + file);
  }

  /** The state after the last commit. Callable from any thread, at no cost. */
  public StoreState state() {
    throw new IllegalStateException("not yet");
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
    throw new StoreException("not yet " + entries);
  }

  /** Reads one consistent state as a viewer sees it. Blocks while all readers are lent out. */
  public <T> T read(Viewer viewer, Reading<T> reading) throws StoreException {
    throw new StoreException("not yet " + viewer + reading);
  }

  /**
   * Makes the database file complete and keeps it so until the answer is closed. One pin at a time.
   */
  public PinnedFile pin() throws StoreException {
    throw new StoreException("not yet");
  }

  /** The digest computed from all rows; equal to {@link StoreState#digest} unless damaged. */
  public String recomputeDigest() throws StoreException {
    throw new StoreException("not yet");
  }

  /** Every logical row as a line of text, in an order of its own that equal states share. */
  public void dump(Consumer<String> line) throws StoreException {
    throw new StoreException("not yet " + line);
  }

  /** Closes the file cleanly, so that the next start may use it. Waits for readers. */
  @Override
  public void close() throws StoreException {}
}
