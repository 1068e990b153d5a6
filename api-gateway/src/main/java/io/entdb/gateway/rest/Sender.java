package io.entdb.gateway.rest;

import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.Identity;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.model.TenantId;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sent a request, as {@link Authentication} established it. For one request. */
final class Sender {
  private static final String KEY = "entdb.sender";

  private final Admission admission;
  private final RateLimits limits;
  private final Identity identity;
  private final String source;
  private final MultiMap answerHeaders;
  private final RequestFacts facts;
  private RateLimits.@Nullable Standing standing;
  private @Nullable TenantId counted;
  private @Nullable Caller known;

  /**
   * Somebody whose identity is established.
   *
   * @param answerHeaders where limits are shown
   * @param facts where it is noted who acts, and in which tenant
   */
  Sender(
      Admission admission,
      RateLimits limits,
      Identity identity,
      String source,
      MultiMap answerHeaders,
      RequestFacts facts) {
    this.admission = admission;
    this.limits = limits;
    this.identity = identity;
    this.source = source;
    this.answerHeaders = answerHeaders;
    this.facts = facts;
  }

  /** Leaves it for {@link #of}. */
  void attach(RoutingContext request) {
    request.put(KEY, this);
  }

  static Sender of(RoutingContext request) {
    Sender sender = request.get(KEY);
    if (sender == null) {
      throw new IllegalStateException("nobody authenticated " + request.normalizedPath());
    }
    return sender;
  }

  /** The caller that the sender may be, counted. */
  Caller caller(Optional<String> asserted) {
    Caller caller = admission.caller(identity, asserted, source);
    facts.actor(caller.actor());
    show(limits.take(caller.actor()));
    boolean first = known == null;
    known = caller;
    if (first) {
      takeTogether();
    }
    return caller;
  }

  /** A tenant that the sender may work in, counted. */
  TenantId in(TenantId tenant) {
    if (identity instanceof Identity.Proven proven
        && !proven.tenants().isEmpty()
        && !proven.tenants().contains(tenant)) {
      throw ApiException.forbidden("the credential does not count in tenant \"" + tenant + "\"");
    }
    facts.tenant(tenant);
    if (!tenant.isSystem() && !tenant.equals(counted)) {
      counted = tenant; // A request that names it in two places is one request.
      show(limits.take(tenant));
      takeTogether();
    }
    return tenant;
  }

  private void takeTogether() {
    if (counted != null && known != null) {
      show(limits.take(counted, known.actor()));
    }
  }

  private void show(Optional<RateLimits.Standing> taken) {
    if (taken.isEmpty()) {
      return;
    }
    RateLimits.Standing tightest = standing == null ? taken.get() : standing.tighter(taken.get());
    standing = tightest;
    answerHeaders.set("X-RateLimit-Limit", Long.toString(tightest.limit()));
    answerHeaders.set("X-RateLimit-Remaining", Long.toString(tightest.remaining()));
    answerHeaders.set("X-RateLimit-Reset", Long.toString(tightest.reset().toSeconds() + 1));
  }

  /** Where a request comes from. */
  static String source(RoutingContext request) {
    var address = request.request().remoteAddress();
    return address == null ? "unknown" : address.hostAddress();
  }
}
