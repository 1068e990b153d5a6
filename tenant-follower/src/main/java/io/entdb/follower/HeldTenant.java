package io.entdb.follower;

import io.entdb.store.Reading;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.Optional;

/**
 * A lease on a tenant that is kept current: its file is not dropped before {@link #close}. Cheap;
 * take one for each request. Usable by several threads.
 */
public interface HeldTenant extends AutoCloseable {
  /** The state after the last commit. */
  StoreState state();

  /**
   * Reads one consistent state; see {@link io.entdb.store.TenantStore#read}.
   *
   * @throws StoreException when the file cannot be used; it is being built again, ask again later
   */
  <T> T read(Viewer viewer, Reading<T> reading) throws StoreException;

  /**
   * Waits until all records of this tenant at or before n of its partition are applied.
   *
   * @param n may lie ahead of the log's end
   * @return whether that came to pass in time
   * @throws TenantParkedException at once when the tenant stands at a record at or before n
   */
  boolean await(long n, Duration timeout) throws InterruptedException, TenantParkedException;

  /**
   * Waits until the tenant stands beyond n, because a record of its own was applied.
   *
   * @return whether that came to pass in time; false also when it never will ({@link #isEnded})
   */
  boolean awaitBeyond(long n, Duration timeout) throws InterruptedException;

  /** Where and why the tenant stands still; empty = it doesn't. */
  Optional<ParkedTenant> parked();

  /**
   * Whether the tenant is no longer followed here, because its partition moved away or began anew:
   * nothing becomes current any more, take another lease. Only long leases need to ask.
   */
  boolean isEnded();

  /** Ends the lease. */
  @Override
  void close();
}
