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

  /** Between an actor and the tenant that it is of, where it acts in another. */
  private static final String FOREIGN = "@tenant:";

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
    int at = actor.indexOf(FOREIGN);
    if (at > 0) {
      return foreign(actor(actor.substring(0, at)), actor.substring(at + FOREIGN.length()));
    }
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
    if (text.contains(FOREIGN)) {
      throw ApiException.invalidRequest(
          "actor: the tenants of somebody who is authenticated are known; leave out " + FOREIGN);
    }
    Principal principal = Principal.parse(text);
    if (!KINDS.contains(principal.kind())) {
      throw ApiException.invalidRequest(
          "a " + principal.kind() + " cannot act; an actor is a user, service, system or admin");
    }
    return principal;
  }

  /** Somebody of another tenant, {@code user:x@tenant:y}. */
  private static Caller foreign(Principal user, String home) {
    if (!user.kind().equals("user") && !user.kind().equals("service")) {
      throw ApiException.invalidRequest(
          "a " + user.kind() + " belongs to no tenant; only a user or service does");
    }
    return new Caller(user, new Authority.Foreign(TenantId.ofClient(home)), Set.of());
  }

  public boolean isPrivileged() {
    return authority instanceof Authority.Privileged;
  }

  /** Whether the credential counts in a tenant. */
  public boolean countsIn(TenantId tenant) {
    return tenants.isEmpty() || tenants.contains(tenant);
  }

  /** Throws FORBIDDEN when the credential does not count in a tenant. */
  public void requireIn(TenantId tenant) {
    if (!countsIn(tenant)) {
      throw ApiException.forbidden("the credential does not count in tenant \"" + tenant + "\"");
    }
  }

  public Viewer viewer() {
    return new Viewer(actor, authority);
  }
}
