package io.entdb.gateway.grpc;

import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.Identity;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.model.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sent a call, as its credentials show. For one call, and its thread alone. */
final class Sender {
  private final Admission admission;
  private final RateLimits limits;
  private final Identity identity;
  private final Optional<String> header;
  private final RequestFacts facts;
  private @Nullable TenantId counted;
  private @Nullable Caller known;

  /**
   * Somebody whose identity is established.
   *
   * @param header the actor that the metadata name; empty = none
   * @param facts where it is noted who acts, and in which tenant
   */
  Sender(
      Admission admission,
      RateLimits limits,
      Identity identity,
      Optional<String> header,
      RequestFacts facts) {
    this.admission = admission;
    this.limits = limits;
    this.identity = identity;
    this.header = header;
    this.facts = facts;
  }

  /**
   * The caller, counted. An actor that the sender may not act for is replaced by the sender itself:
   * clients of this protocol name whatever they like.
   *
   * @param actor of the request; empty when it says nothing
   * @throws ApiException when nobody is named and nobody is authenticated
   */
  Caller named(String actor) {
    Caller caller = admission.callerOrSelf(identity, actor.isEmpty() ? header : Optional.of(actor));
    facts.actor(caller.actor());
    var _ = limits.take(caller.actor());
    boolean first = known == null;
    known = caller;
    if (first) {
      takeTogether();
    }
    return caller;
  }

  /** Whether it is known who calls, though the request does not say. */
  boolean isKnown() {
    return !(identity instanceof Identity.Believed) || header.isPresent();
  }

  /** Who calls where requests have no place for an actor, counted; empty = not known. */
  Optional<Caller> unnamed() {
    return isKnown() ? Optional.of(named("")) : Optional.empty();
  }

  /** A tenant that the sender may work in, counted. */
  TenantId in(TenantId tenant) {
    if (identity instanceof Identity.Proven proven
        && !proven.tenants().isEmpty()
        && !proven.tenants().contains(tenant)) {
      throw ApiException.forbidden("the credential does not count in tenant \"" + tenant + "\"");
    }
    facts.tenant(tenant);
    if (!tenant.equals(counted)) {
      counted = tenant; // A request that names it in two places is one request.
      var _ = limits.take(tenant);
      takeTogether();
    }
    return tenant;
  }

  private void takeTogether() {
    if (counted != null && known != null) {
      var _ = limits.take(counted, known.actor());
    }
  }
}
