package io.entdb.gateway.read;

import io.entdb.gateway.api.Caller;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.Optional;

/**
 * Who reads what tenant, and how current the answer has to be.
 *
 * @param after the answer must hold everything up to this position
 * @param timeout how long to wait for that
 * @param allowStale whether an older answer is better than none
 * @param scope which nodes it is about: the tenant's own, or those of a mailbox
 */
public record ReadRequest(
    TenantId tenant,
    Caller caller,
    Optional<WalPosition> after,
    Duration timeout,
    boolean allowStale,
    Viewer.Scope scope) {
  /** A read of the tenant's own nodes. */
  public ReadRequest(
      TenantId tenant,
      Caller caller,
      Optional<WalPosition> after,
      Duration timeout,
      boolean allowStale) {
    this(tenant, caller, after, timeout, allowStale, Viewer.Scope.TENANT);
  }

  /** The same about a state that holds everything up to a position. */
  ReadRequest after(WalPosition position) {
    return new ReadRequest(tenant, caller, Optional.of(position), timeout, allowStale, scope);
  }

  /** The same about whatever state there is. */
  ReadRequest now() {
    return new ReadRequest(tenant, caller, Optional.empty(), timeout, allowStale, scope);
  }

  /** The same, about other nodes. */
  public ReadRequest in(Viewer.Scope other) {
    return new ReadRequest(tenant, caller, after, timeout, allowStale, other);
  }
}
