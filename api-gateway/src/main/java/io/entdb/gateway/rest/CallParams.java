package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.model.TenantId;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Who calls, and for which tenant: from headers, query or body, which must agree. */
public class CallParams {
  @Context @Nullable RoutingContext request;

  @HeaderParam("X-Tenant-ID")
  @Parameter(description = "The tenant; or as query parameter, or in the body.")
  @Nullable String tenantHeader;

  @QueryParam("tenant_id")
  @Parameter(description = "The tenant, instead of X-Tenant-ID.")
  @Nullable String tenantQuery;

  @HeaderParam("X-Actor")
  @Parameter(description = "Who acts, kind:id; or as query parameter, or in the body.")
  @Nullable String actorHeader;

  @QueryParam("actor")
  @Parameter(description = "Who acts, instead of X-Actor.")
  @Nullable String actorQuery;

  /**
   * Who calls.
   *
   * @param body what the body says; empty = nothing
   * @throws ApiException FORBIDDEN when the sender may not act for the actor that is named
   */
  Caller caller(Optional<String> body) {
    return sender().caller(one("actor", actorHeader, actorQuery, body.orElse(null)));
  }

  Caller caller() {
    return caller(Optional.empty());
  }

  Sender sender() {
    return Sender.of(Objects.requireNonNull(request, "set before any method runs"));
  }

  /** The tenant; empty when none is named. */
  Optional<TenantId> optionalTenant(Optional<String> body) {
    return one("tenant_id", tenantHeader, tenantQuery, body.orElse(null))
        .map(TenantId::ofClient)
        .map(sender()::in);
  }

  /** The tenant, which must be named. */
  TenantId tenant(Optional<String> body) {
    return optionalTenant(body)
        .orElseThrow(
            () ->
                ApiException.invalidRequest(
                    "tenant_id is required: X-Tenant-ID, tenant_id in the query, or in the body"));
  }

  TenantId tenant() {
    return tenant(Optional.empty());
  }

  /** The one value that all places that name one agree on. */
  static Optional<String> one(String name, @Nullable String... places) {
    var values = new TreeSet<String>();
    for (String place : places) {
      if (place != null && !place.isEmpty()) {
        values.add(place);
      }
    }
    if (values.size() > 1) {
      throw ApiException.invalidRequest(
          name + " differs between header, query and body; name it once, or alike");
    }
    return values.stream().findFirst();
  }
}
