package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.model.Principal;
import io.entdb.model.Quoted;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.Viewer;
import java.util.Optional;

/** Reads as messages ask for them. */
final class ReadRequests {
  private ReadRequests() {}

  static ReadRequest of(
      Services services,
      Call call,
      RequestContext context,
      String afterOffset,
      int waitTimeoutMs,
      String targetUser) {
    return request(
            call,
            call.tenant(context.getTenantId()),
            call.caller(context.getActor()),
            position(services.topic(), afterOffset),
            waitTimeoutMs)
        .in(scope(targetUser));
  }

  /** A read that waits for nothing. */
  static ReadRequest now(Call call, RequestContext context) {
    return request(
        call,
        call.tenant(context.getTenantId()),
        call.caller(context.getActor()),
        Optional.empty(),
        0);
  }

  /** A read that waits for nothing, of a tenant that is known already. */
  static ReadRequest now(Call call, TenantId tenant, Caller caller) {
    return request(call, tenant, caller, Optional.empty(), 0);
  }

  /**
   * A read after a position of which only the number is given.
   *
   * @param n 0 or less = none
   */
  static ReadRequest at(Services services, Call call, String tenantId, String actor, long n) {
    TenantId tenant = call.tenant(tenantId);
    Caller caller = call.caller(actor);
    Optional<WalPosition> after =
        n <= 0
            ? Optional.empty()
            : Optional.of(new WalPosition(services.directory().require(tenant).partition(), n));
    return request(call, tenant, caller, after, 0);
  }

  private static ReadRequest request(
      Call call, TenantId tenant, Caller caller, Optional<WalPosition> after, int waitTimeoutMs) {
    return new ReadRequest(tenant, caller, after, call.timeout(waitTimeoutMs), call.allowStale());
  }

  /** A stream_position; empty = none. */
  static Optional<WalPosition> position(String topic, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(WalPosition.parse(text, topic));
  }

  static int typeId(int typeId) {
    if (typeId < 1) {
      throw ApiException.invalidRequest("type_id is required");
    }
    return typeId;
  }

  /** The tenant's own nodes, or those of a user's mailbox. */
  static Viewer.Scope scope(String targetUser) {
    return targetUser.isEmpty()
        ? Viewer.Scope.TENANT
        : new Viewer.Scope.Mailbox(user("target_user", targetUser));
  }

  /** A user, named bare or as a principal. */
  static Principal user(String name, String text) {
    Principal user = Principal.parse(text);
    if (!user.kind().equals("user")) {
      throw ApiException.validation(name + ": expected a user, not " + Quoted.of(text));
    }
    return user;
  }
}
