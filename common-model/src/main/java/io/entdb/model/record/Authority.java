package io.entdb.model.record;

import io.entdb.model.TenantId;
import java.util.List;

/** What the gateway established about a record's actor. Roles come from the tenant's own state. */
public sealed interface Authority {
  /** An authenticated principal; it may do what its role in the tenant allows. */
  record Member() implements Authority {}

  /** Authentication is off: an actor to whom the tenant gave no role counts as a member. */
  record Asserted() implements Authority {}

  /** A {@code system:} or {@code admin:} actor; membership and ACLs do not bind it. */
  record Privileged() implements Authority {}

  /**
   * A principal of other tenants; only what is shared with it, or with one of those, is open to it.
   */
  record Foreign(List<TenantId> homes) implements Authority {
    public Foreign {
      homes = homes.stream().sorted().distinct().toList();
    }

    /** A principal of one other tenant. */
    public Foreign(TenantId home) {
      this(List.of(home));
    }
  }
}
