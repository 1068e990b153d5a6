package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.model.Quoted;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.Viewer;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How current an answer must be, and how it names fields. */
public class ReadParams extends CallParams {
  /** Longest wait, in ms: beyond it proxies give up, and the client had better ask again. */
  static final int WAIT_MS_MAX = 300_000;

  static final int WAIT_MS_DEFAULT = 30_000;

  @QueryParam("after")
  @Parameter(description = "A wal_position that the answer must include.")
  @Nullable String after;

  @QueryParam("wait_timeout_ms")
  @Parameter(description = "How long to wait for after; 30000 by default.")
  @Nullable String waitTimeoutMs;

  @QueryParam("allow_stale")
  @Parameter(description = "true: rather an answer that is too old than 504 READ_TIMEOUT.")
  @Nullable String allowStale;

  @QueryParam("target_user")
  @Parameter(description = "Reads this user's mailbox nodes instead of the tenant's own.")
  @Nullable String targetUser;

  @QueryParam("keys")
  @Parameter(description = "ids: payload keys are field ids, also where fields have names.")
  @Nullable String keys;

  /**
   * The read that the parameters ask for.
   *
   * @param topic the log's, which positions name
   */
  ReadRequest request(String topic) {
    return request(topic, Optional.empty(), Optional.empty());
  }

  /** The same for a tenant that the path names. */
  ReadRequest request(String topic, TenantId tenant) {
    return request(topic, sender().in(tenant), caller());
  }

  /** The same, where the body may name tenant and actor too. */
  ReadRequest request(String topic, Optional<String> bodyTenant, Optional<String> bodyActor) {
    return request(topic, tenant(bodyTenant), caller(bodyActor));
  }

  private ReadRequest request(String topic, TenantId tenant, Caller caller) {
    int waitMs =
        Texts.number("wait_timeout_ms", waitTimeoutMs, 0, WAIT_MS_MAX).orElse(WAIT_MS_DEFAULT);
    Optional<WalPosition> position =
        after == null || after.isEmpty()
            ? Optional.empty()
            : Optional.of(WalPosition.parse(after, topic));
    return new ReadRequest(
        tenant,
        caller,
        position,
        Duration.ofMillis(waitMs),
        Texts.flag("allow_stale", allowStale),
        scope());
  }

  private Viewer.Scope scope() {
    return targetUser == null || targetUser.isEmpty()
        ? Viewer.Scope.TENANT
        : new Viewer.Scope.Mailbox(Grants.user("target_user", targetUser));
  }

  /** Whether payload keys are ids throughout. */
  boolean keysAreIds() {
    if (keys == null || keys.isEmpty() || keys.equals("names")) {
      return false;
    }
    if (keys.equals("ids")) {
      return true;
    }
    throw ApiException.invalidRequest("keys: " + Quoted.of(keys) + " is neither names nor ids");
  }
}
