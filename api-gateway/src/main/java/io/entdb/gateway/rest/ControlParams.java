package io.entdb.gateway.rest;

import io.entdb.gateway.control.ControlCall;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.json.ObjectReader;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Who asks for a change, under which key, and how long it waits: from query or body. */
public class ControlParams extends CallParams {
  @QueryParam("idempotency_key")
  @Parameter(description = "Makes a retry safe; or in the body.")
  @Nullable String idempotencyKey;

  @QueryParam("wait_timeout_ms")
  @Parameter(description = "How long to wait for the outcome; 30000 by default; or in the body.")
  @Nullable String waitTimeoutMs;

  /** The call for a tenant that the path names. */
  ControlCall call(TenantId tenant) {
    return call(tenant, Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** The call for a tenant that the path names, with what the body says of it. */
  ControlCall call(TenantId tenant, ObjectReader body) {
    return call(
        tenant,
        body.text("actor"),
        body.text("idempotency_key"),
        body.number("wait_timeout_ms", 0, ReadParams.WAIT_MS_MAX));
  }

  private ControlCall call(
      TenantId tenant, Optional<String> actor, Optional<String> bodyKey, OptionalLong bodyWait) {
    Optional<String> key = one("idempotency_key", idempotencyKey, bodyKey.orElse(null));
    long wait =
        Texts.number("wait_timeout_ms", waitTimeoutMs, 0, ReadParams.WAIT_MS_MAX)
            .orElse((int) bodyWait.orElse(ControlCall.WAIT.toMillis()));
    return new ControlCall(
        caller(actor), sender().in(tenant), key.map(IdempotencyKey::new), Duration.ofMillis(wait));
  }
}
