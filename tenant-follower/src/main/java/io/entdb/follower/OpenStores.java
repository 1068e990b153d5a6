package io.entdb.follower;

import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The stores that are open: opened when used, and closed, least recently used first, when there are
 * too many. Those in use are never closed, so there may be more for a moment.
 */
final class OpenStores {
  private final StoreSettings settings;
  private final int openMax;

  /** Least recently used first. Guarded by itself, and never for as long as a file takes. */
  private final SequencedSet<StoreSlot> open = new LinkedHashSet<>();

  OpenStores(StoreSettings settings, int openMax) {
    this.settings = settings;
    this.openMax = openMax;
  }

  /** A use of a store; it stays open until the use is closed. */
  static final class Use implements AutoCloseable {
    private final StoreSlot slot;
    private final TenantStore store;

    private Use(StoreSlot slot, TenantStore store) {
      this.slot = slot;
      this.store = store;
    }

    TenantStore store() {
      return store;
    }

    @Override
    public void close() {
      slot.leave();
    }
  }

  /**
   * Begins a use of a store.
   *
   * @throws io.entdb.store.StoreBusyException while nobody may use it
   * @throws StoreException when the file cannot be used
   */
  Use use(StoreSlot slot) throws StoreException {
    var use = new Use(slot, slot.enter(settings));
    touch(slot);
    for (StoreSlot surplus : takeSurplus()) {
      closeSurplus(surplus);
    }
    return use;
  }

  private void touch(StoreSlot slot) {
    synchronized (open) {
      open.remove(slot);
      open.addLast(slot);
    }
  }

  private List<StoreSlot> takeSurplus() {
    synchronized (open) {
      var surplus = new ArrayList<StoreSlot>();
      while (open.size() > openMax) {
        surplus.add(open.removeFirst());
      }
      return surplus;
    }
  }

  private void closeSurplus(StoreSlot slot) {
    try {
      if (!slot.closeIfUnused()) {
        touch(slot);
      }
    } catch (StoreException e) {
      // Its next user finds the file unusable and has it built again.
      System.getLogger(OpenStores.class.getName())
          .log(System.Logger.Level.WARNING, "a store did not close cleanly", e);
    }
  }

  /** Closes a store that nobody can use any more; false: somebody still does. */
  boolean closeIfUnused(StoreSlot slot) throws StoreException {
    boolean closed = slot.closeIfUnused();
    if (closed) {
      forget(slot);
    }
    return closed;
  }

  /** Removes a store: see {@link StoreSlot#discard}. */
  void discard(StoreSlot slot) throws StoreException, InterruptedException {
    slot.discard();
    forget(slot);
  }

  /** Removes a store unless it is in use: see {@link StoreSlot#discardIfUnused}. */
  boolean discardIfUnused(StoreSlot slot) throws StoreException {
    boolean discarded = slot.discardIfUnused();
    if (discarded) {
      forget(slot);
    }
    return discarded;
  }

  private void forget(StoreSlot slot) {
    synchronized (open) {
      open.remove(slot);
    }
  }

  StoreSettings settings() {
    return settings;
  }

  int count() {
    synchronized (open) {
      return open.size();
    }
  }
}
