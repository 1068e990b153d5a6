package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.record.Authority;

/** Who reads, and what the gateway established about it. */
public record Viewer(Principal actor, Authority authority) {
  /** Sees everything: for the services themselves, never for a client's request. */
  public static final Viewer INTERNAL = new Viewer(Principal.INTERNAL, new Authority.Privileged());
}
