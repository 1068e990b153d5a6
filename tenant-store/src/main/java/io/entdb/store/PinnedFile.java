package io.entdb.store;

import java.nio.file.Path;

/**
 * A store's database file, complete and unchanging while this is open: later commits go to SQLite's
 * WAL file beside it. Close it soon, from any thread; the WAL file grows until then.
 *
 * @see TenantStore#pin
 */
public interface PinnedFile extends AutoCloseable {
  /** The database file. To be read as bytes, never to be opened as a database or written. */
  Path path();

  /** Its size in bytes. */
  long bytes();

  /** The state that the file holds. */
  StoreState state();

  @Override
  void close();
}
