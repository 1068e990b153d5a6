package io.entdb.gateway.admission;

import io.entdb.gateway.api.Caller;
import io.entdb.model.ApiKey;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.TenantId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is established about who sends a request. */
public sealed interface Identity {
  /** Nobody is authenticated: callers are who they say they are. */
  record Believed() implements Identity {}

  /**
   * An authenticated principal.
   *
   * @param scopes what the credential may be used for
   * @param key the API key that was shown; empty = something else was
   */
  record Proven(Principal principal, Set<Scope> scopes, Optional<ApiKey> key) implements Identity {
    public Proven {
      scopes = Set.copyOf(scopes);
    }

    static Proven by(ApiKey key) {
      return new Proven(key.identity(), key.scopes(), Optional.of(key));
    }

    /** A subject that somebody else vouches for: what it calls itself gives it no authority. */
    static Proven outsider(String subject, Set<Scope> scopes) {
      Principal parsed = Principal.parse(subject);
      boolean harmless = parsed.kind().equals("user") || parsed.kind().equals("service");
      return new Proven(
          harmless ? parsed : new Principal("user:" + subject), scopes, Optional.empty());
    }

    static Set<Scope> allScopes() {
      return EnumSet.allOf(Scope.class);
    }

    boolean mayActAs(Principal actor) {
      return actor.equals(principal) || key.filter(it -> it.mayActAs(actor)).isPresent();
    }

    /** Where the credential counts; empty = everywhere. */
    public Set<TenantId> tenants() {
      return key.map(ApiKey::tenants).orElse(Set.of());
    }

    Caller as(Principal actor) {
      return Caller.proven(actor, tenants());
    }
  }
}
