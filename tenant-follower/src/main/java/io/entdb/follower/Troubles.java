package io.entdb.follower;

import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/** What is done about records and stores that fail, and who is told. */
final class Troubles {
  private static final System.Logger LOG = System.getLogger(Troubles.class.getName());

  private final FollowerListener listener;
  private final InstantSource clock;

  Troubles(FollowerListener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** Parks a tenant at a record, unless its store is to be built again anyhow (false). */
  boolean park(Holding holding, RecordFaultException fault) {
    var parked =
        new ParkedTenant(
            holding.tenant,
            fault.position(),
            String.valueOf(fault.getMessage()),
            clock.instant(),
            0);
    if (!holding.park(parked)) {
      return false;
    }
    LOG.log(Level.ERROR, "tenant " + holding.tenant + " is parked at " + fault.position(), fault);
    listener.parked(parked);
    holding.waiters.wake(n -> n >= fault.position().n());
    return true;
  }

  /** Has the store built again. Any exception of using one counts: its state is unknown then. */
  void storeFault(Holding holding, Exception fault) {
    LOG.log(Level.WARNING, "the store of tenant " + holding.tenant + " is built again", fault);
    listener.storeFault(
        holding.tenant,
        fault instanceof StoreException store
            ? store
            : new StoreException("the store failed unexpectedly", fault));
    holding.fault();
  }

  /** A hydration that is tried again. */
  Job.Result again(Holding holding, Exception why) {
    long waitMs = Math.max(500, holding.backoff.afterFailure(clock.millis()));
    LOG.log(
        Level.WARNING,
        "tenant " + holding.tenant + " cannot be hydrated, next try in " + waitMs + " ms",
        why);
    listener.hydrationFailed(holding.tenant, String.valueOf(why.getMessage()));
    return new Job.Result.Again(waitMs);
  }
}
