package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.record.Authority;

/** Who reads, what the gateway established about it, and which nodes it asks about. */
public record Viewer(Principal actor, Authority authority, Scope scope) {
  /** Sees everything outside mailboxes: for the services themselves, never for a client. */
  public static final Viewer INTERNAL = new Viewer(Principal.INTERNAL, new Authority.Privileged());

  /** A viewer of the tenant's own nodes. */
  public Viewer(Principal actor, Authority authority) {
    this(actor, authority, Scope.TENANT);
  }

  public Viewer in(Scope other) {
    return new Viewer(actor, authority, other);
  }

  /** Which nodes are there at all. What the viewer may see of them is another question. */
  public sealed interface Scope {
    Scope TENANT = new Tenant();
    Scope EVERYWHERE = new Everywhere();

    /** All but mailbox nodes. */
    record Tenant() implements Scope {}

    /** The nodes of one user's mailbox; edges out of it may lead into the tenant. */
    record Mailbox(Principal user) implements Scope {}

    /** All nodes: what a plan may be about. */
    record Everywhere() implements Scope {}
  }
}
