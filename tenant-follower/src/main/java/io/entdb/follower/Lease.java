package io.entdb.follower;

import io.entdb.store.Reading;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease on a holding. */
final class Lease implements HeldTenant {
  private final Engine engine;
  private final Holding holding;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** The state when the lease began: what {@link #state} says while the store is built again. */
  private volatile StoreState known;

  Lease(Engine engine, Holding holding, StoreState state) {
    this.engine = engine;
    this.holding = holding;
    this.known = state;
  }

  @Override
  public StoreState state() {
    StoreState now = holding.state;
    if (now != null) {
      known = now;
    }
    return known;
  }

  @Override
  public <T> T read(Viewer viewer, Reading<T> reading) throws StoreException {
    long startNanos = System.nanoTime();
    try (OpenStores.Use use = engine.stores.use(holding.slot)) {
      return use.store().read(viewer, reading);
    } catch (StoreBusyException e) {
      throw e;
    } catch (StoreException e) {
      engine.storeFailed(holding, e);
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      engine.parts.listener().read(holding.size, took);
    }
  }

  @Override
  public boolean await(long n, Duration timeout)
      throws InterruptedException, TenantParkedException {
    if (holding.hasApplied(n)) {
      return true;
    }
    Waiters.Waiter waiter = holding.waiters.add(n);
    try {
      holding.partition.await(holding);
      throwIfParkedBefore(n);
      if (!holding.hasApplied(n)) { // It may have been before somebody could wake this thread.
        waiter.await(timeout);
      }
      throwIfParkedBefore(n);
      return holding.hasApplied(n);
    } finally {
      holding.waiters.remove(waiter);
    }
  }

  @Override
  public boolean awaitBeyond(long n, Duration timeout) throws InterruptedException {
    Waiters.Waiter waiter = holding.watchers.add(n);
    try {
      return standsBeyond(n) || (waiter.await(timeout) && standsBeyond(n));
    } finally {
      holding.watchers.remove(waiter);
    }
  }

  private boolean standsBeyond(long n) {
    StoreState now = holding.state;
    return now != null && now.n() > n;
  }

  private void throwIfParkedBefore(long n) throws TenantParkedException {
    Optional<ParkedTenant> at = holding.parked();
    if (at.isPresent() && at.get().position().n() <= n) {
      throw new TenantParkedException(at.get());
    }
  }

  @Override
  public Optional<ParkedTenant> parked() {
    return holding.parked();
  }

  @Override
  public boolean isEnded() {
    return holding.isGone();
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      holding.leases.release();
    }
  }
}
