package io.entdb.gateway.api;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.store.Viewer;
import java.util.Set;

/**
 * Who calls, and what was established about it.
 *
 * @param tenants the only ones that its credential counts in; empty = all
 */
public record Caller(Principal actor, Authority authority, Set<TenantId> tenants) {
  private static final Set<String> KINDS = Set.of("user", "service", "system", "admin");

  /** The service itself, for records that it writes on its own account. */
  public static final Caller INTERNAL = proven(Principal.INTERNAL, Set.of());

  public Caller {
    tenants = Set.copyOf(tenants);
  }

  /**
   * The caller that a request asserts to be, where nobody is authenticated.
   *
   * @throws io.entdb.model.InvalidException when that is no principal
   */
  public static Caller asserted(String actor) {
    Principal principal = actor(actor);
    return new Caller(
        principal,
        principal.isPrivileged() ? new Authority.Privileged() : new Authority.Asserted(),
        Set.of());
  }

  /** A caller whose credential was checked. */
  public static Caller proven(Principal actor, Set<TenantId> tenants) {
    return new Caller(
        actor, actor.isPrivileged() ? new Authority.Privileged() : new Authority.Member(), tenants);
  }

  /**
   * An actor as clients name it.
   *
   * @throws io.entdb.model.InvalidException when it is no principal
   */
  public static Principal actor(String text) {
    if (text.equals("__system__")) {
      throw ApiException.invalidRequest("actor \"__system__\" is reserved");
    }
    Principal principal = Principal.parse(text);
    if (!KINDS.contains(principal.kind())) {
      throw ApiException.invalidRequest(
          "a " + principal.kind() + " cannot act; an actor is a user, service, system or admin");
    }
    return principal;
  }

  public boolean isPrivileged() {
    return authority instanceof Authority.Privileged;
  }

  /** Throws FORBIDDEN when the credential does not count in a tenant. */
  public void requireIn(TenantId tenant) {
    if (!tenants.isEmpty() && !tenants.contains(tenant)) {
      throw ApiException.forbidden("the credential does not count in tenant \"" + tenant + "\"");
    }
  }

  public Viewer viewer() {
    return new Viewer(actor, authority);
  }
}
