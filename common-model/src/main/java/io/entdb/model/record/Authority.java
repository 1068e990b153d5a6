package io.entdb.model.record;

import io.entdb.model.TenantId;

/** What the gateway established about a record's actor. Roles come from the tenant's own state. */
public sealed interface Authority {
  /** An authenticated principal; it may do what its role in the tenant allows. */
  record Member() implements Authority {}

  /** Authentication is off: an actor to whom the tenant gave no role counts as a member. */
  record Asserted() implements Authority {}

  /** A {@code system:} or {@code admin:} actor; membership and ACLs do not bind it. */
  record Privileged() implements Authority {}

  /** A principal of another tenant; only what is shared with it is open to it. */
  record Foreign(TenantId home) implements Authority {}
}
