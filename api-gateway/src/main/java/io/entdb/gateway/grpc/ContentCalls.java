package io.entdb.gateway.grpc;

import io.entdb.gateway.commit.GrantForm;
import io.entdb.gateway.control.Content;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.DelegateAccessRequest;
import io.entdb.grpc.v1.DelegateAccessResponse;
import io.entdb.grpc.v1.RevokeAllUserAccessRequest;
import io.entdb.grpc.v1.RevokeAllUserAccessResponse;
import io.entdb.grpc.v1.TransferUserContentRequest;
import io.entdb.grpc.v1.TransferUserContentResponse;
import io.entdb.model.Grant;
import io.entdb.model.Principal;
import java.util.List;

/** Puts what a user owns or may see in order, as a whole. Answers once it has happened. */
final class ContentCalls {
  private final Gateway gateway;

  ContentCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  TransferUserContentResponse transfer(Call call, TransferUserContentRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    Principal from = user("from_user", request.getFromUser());
    Principal to = user("to_user", request.getToUser());
    long transferred = gateway.services().content().transfer(control, from, to);
    return TransferUserContentResponse.newBuilder()
        .setSuccess(true)
        .setTransferred(Math.toIntExact(transferred))
        .build();
  }

  DelegateAccessResponse delegate(Call call, DelegateAccessRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    Principal from = user("from_user", request.getFromUser());
    Grant grant =
        new GrantForm(
                Writes.require("to_user", request.getToUser()),
                request.getPermission(),
                List.of(),
                List.of(),
                request.getExpiresAt())
            .read("to_user");
    long delegated = gateway.services().content().delegate(control, from, grant);
    return DelegateAccessResponse.newBuilder()
        .setSuccess(true)
        .setDelegated(Math.toIntExact(delegated))
        .setExpiresAt(request.getExpiresAt())
        .build();
  }

  /** Shares across tenants are grants like all others here, so none is counted apart. */
  RevokeAllUserAccessResponse revokeAll(Call call, RevokeAllUserAccessRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    Principal user = user("user_id", request.getUserId());
    Content.Revoked revoked = gateway.services().content().revokeAll(control, user);
    return RevokeAllUserAccessResponse.newBuilder()
        .setSuccess(true)
        .setRevokedGrants(Math.toIntExact(revoked.grants()))
        .setRevokedGroups(Math.toIntExact(revoked.groups()))
        .build();
  }

  private static Principal user(String name, String text) {
    return ReadRequests.user(name, Writes.require(name, text));
  }
}
