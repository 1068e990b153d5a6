package io.entdb.gateway.admission;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import java.util.Optional;

/** The way from who sends a request to the caller that the core knows. */
public final class Admission {
  private final AdmissionListener listener;

  public Admission(AdmissionListener listener) {
    this.listener = listener;
  }

  /** Throws FORBIDDEN when a credential was not made for something. */
  public void require(Identity identity, Scope scope, String source) {
    if (identity instanceof Identity.Proven proven && !proven.scopes().contains(scope)) {
      listener.refused(
          RefusedCredential.WRONG_SCOPE, source, proven.principal() + " lacks " + scope.word());
      throw ApiException.forbidden(
          "the credential lacks the scope \"" + scope.word() + "\", which this needs");
    }
  }

  /**
   * The caller, where a request may name another actor than its sender only if it may act for that
   * one.
   *
   * @param asserted what the request says; empty = nothing
   */
  public Caller caller(Identity identity, Optional<String> asserted, String source) {
    return switch (identity) {
      case Identity.Believed _ -> Caller.asserted(required(asserted));
      case Identity.Proven proven -> {
        Principal actor = asserted.map(Caller::actor).orElse(proven.principal());
        if (!proven.mayActAs(actor)) {
          listener.refused(
              RefusedCredential.WRONG_ACTOR, source, proven.principal() + " as " + actor);
          throw ApiException.forbidden(
              "the credential is " + proven.principal() + "'s and may not act for " + actor);
        }
        yield proven.as(actor);
      }
    };
  }

  /** As {@link #caller}, where an actor that the sender may not act for is replaced by itself. */
  public Caller callerOrSelf(Identity identity, Optional<String> asserted) {
    return switch (identity) {
      case Identity.Believed _ -> Caller.asserted(required(asserted));
      case Identity.Proven proven ->
          asserted
              .map(Caller::actor)
              .filter(proven::mayActAs)
              .map(proven::as)
              .orElseGet(() -> proven.as(proven.principal()));
    };
  }

  private static String required(Optional<String> actor) {
    return actor.orElseThrow(
        () ->
            ApiException.invalidRequest(
                "actor is required: X-Actor, actor in the query, or in the body"));
  }
}
