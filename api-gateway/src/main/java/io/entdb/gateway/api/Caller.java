package io.entdb.gateway.api;

import io.entdb.model.Principal;
import io.entdb.model.record.Authority;
import io.entdb.store.Viewer;
import java.util.Set;

/** Who calls, and what was established about it. */
public record Caller(Principal actor, Authority authority) {
  private static final Set<String> KINDS = Set.of("user", "service", "system", "admin");

  /** The service itself, for records that it writes on its own account. */
  public static final Caller INTERNAL = new Caller(Principal.INTERNAL, new Authority.Privileged());

  /**
   * The caller that a request asserts to be, where nobody is authenticated.
   *
   * @throws io.entdb.model.InvalidException when that is no principal
   */
  public static Caller asserted(String actor) {
    if (actor.equals("__system__")) {
      throw ApiException.invalidRequest("actor \"__system__\" is reserved");
    }
    Principal principal = Principal.parse(actor);
    if (!KINDS.contains(principal.kind())) {
      throw ApiException.invalidRequest(
          "a " + principal.kind() + " cannot act; an actor is a user, service, system or admin");
    }
    return new Caller(
        principal,
        principal.isPrivileged() ? new Authority.Privileged() : new Authority.Asserted());
  }

  public boolean isPrivileged() {
    return authority instanceof Authority.Privileged;
  }

  public Viewer viewer() {
    return new Viewer(actor, authority);
  }
}
