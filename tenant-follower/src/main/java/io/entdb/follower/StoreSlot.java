package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's store in the folder: open or not, and how many use it. Nobody can use it before
 * {@link #allow}, because opening would make an empty store where there is none. Guarded by itself.
 */
final class StoreSlot {
  private final TenantId tenant;
  private final Path file;
  private @Nullable TenantStore store;
  private int users;
  private boolean allowed;

  StoreSlot(TenantId tenant, Path file) {
    this.tenant = tenant;
    this.file = file;
  }

  /** A complete store stands in the folder, or none and an empty one is right. */
  synchronized void allow() {
    allowed = true;
  }

  /** Lets nobody use the store from here on; those who do go on. */
  synchronized void forbid() {
    allowed = false;
  }

  synchronized boolean isAllowed() {
    return allowed;
  }

  /**
   * The open store, for one more user.
   *
   * @throws StoreBusyException while nobody may use it
   */
  synchronized TenantStore enter(StoreSettings settings) throws StoreException {
    if (!allowed) {
      throw new StoreBusyException("the store of tenant " + tenant + " is not there now");
    }
    TenantStore open = store;
    if (open == null) {
      open = TenantStore.open(file, tenant, settings);
      store = open;
    }
    users++;
    return open;
  }

  synchronized void leave() {
    users--;
    notifyAll();
  }

  /** Closes the store unless somebody uses it; false: somebody does. */
  synchronized boolean closeIfUnused() throws StoreException {
    if (users == 0) {
      close();
      return true;
    }
    return false;
  }

  /** Removes the store's files unless somebody uses it; false: somebody does. */
  synchronized boolean discardIfUnused() throws StoreException {
    if (users > 0) {
      return false;
    }
    allowed = false;
    close();
    TenantStore.discard(file);
    return true;
  }

  /** Lets nobody use the store, waits until nobody does, and removes its files. */
  synchronized void discard() throws StoreException, InterruptedException {
    allowed = false;
    awaitUnused();
    try {
      close();
    } catch (StoreException e) {
      // It goes away all the same; what matters is whether the files can be removed.
      System.getLogger(StoreSlot.class.getName())
          .log(System.Logger.Level.DEBUG, "closing the store of tenant " + tenant, e);
    }
    TenantStore.discard(file);
  }

  private void awaitUnused() throws InterruptedException {
    while (users > 0) {
      wait();
    }
  }

  private void close() throws StoreException {
    TenantStore open = store;
    store = null;
    if (open != null) {
      open.close();
    }
  }
}
