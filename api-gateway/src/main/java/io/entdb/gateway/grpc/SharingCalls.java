package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.commit.GrantForm;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.grpc.v1.RevokeAccessRequest;
import io.entdb.grpc.v1.RevokeAccessResponse;
import io.entdb.grpc.v1.ShareNodeRequest;
import io.entdb.grpc.v1.ShareNodeResponse;
import io.entdb.grpc.v1.TransferOwnershipRequest;
import io.entdb.grpc.v1.TransferOwnershipResponse;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import java.util.List;

/** Shares nodes, takes shares back, and gives nodes away. Answers once it has happened. */
final class SharingCalls {
  private final Gateway gateway;

  SharingCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Refusals of this method are answers. */
  ShareNodeResponse share(Call call, ShareNodeRequest request) {
    RequestContext context = request.getContext();
    if (context.getActor().isEmpty() && !call.sender().isKnown()) {
      return notShared("actor is required");
    }
    if (request.getNodeId().isEmpty() || request.getActorId().isEmpty()) {
      return notShared("node_id and actor_id are required");
    }
    Grant grant =
        new GrantForm(
                request.getActorId(),
                request.getPermission(),
                request.getCoreCapsValueList(),
                request.getExtCapIdsList(),
                request.getExpiresAt())
            .read("actor_id");
    ControlCall control = Writes.control(call, context.getTenantId(), context.getActor());
    var node = new NodeId(request.getNodeId());
    try {
      Writes.requireApplied(
          gateway
              .services()
              .sharing()
              .share(control, node, grant, Writes.content(List.of(request))));
      return ShareNodeResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      return notShared(
          inBand(
              e,
              "permission denied: missing-or-no-grant on node",
              "permission denied: caller lacks ADMIN on node"));
    }
  }

  private static ShareNodeResponse notShared(String error) {
    return ShareNodeResponse.newBuilder().setError(error).build();
  }

  /** The words that clients know for a node that is not there, and for one that is not theirs. */
  private static String inBand(ApiException e, String missing, String forbidden) {
    if (e.code() == ErrorCode.NOT_FOUND && e.details().containsKey("node_id")) {
      return missing;
    }
    if (e.code() == ErrorCode.FORBIDDEN) {
      return forbidden;
    }
    throw e;
  }

  RevokeAccessResponse revoke(Call call, RevokeAccessRequest request) {
    RequestContext context = request.getContext();
    ControlCall control = Writes.control(call, context.getTenantId(), context.getActor());
    var node = new NodeId(Writes.require("node_id", request.getNodeId()));
    Principal principal = Principal.parse(Writes.require("actor_id", request.getActorId()));
    try {
      Writes.requireApplied(gateway.services().sharing().revoke(control, node, principal));
      return RevokeAccessResponse.newBuilder().setFound(true).build();
    } catch (ApiException e) {
      String denied = "permission denied: RevokeAccess requires ADMIN capability";
      return RevokeAccessResponse.newBuilder().setError(inBand(e, denied, denied)).build();
    }
  }

  TransferOwnershipResponse transfer(Call call, TransferOwnershipRequest request) {
    RequestContext context = request.getContext();
    ControlCall control = Writes.control(call, context.getTenantId(), context.getActor());
    var node = new NodeId(Writes.require("node_id", request.getNodeId()));
    String owner = Writes.require("new_owner", request.getNewOwner());
    if (!owner.matches("(user|group|system):.+")) {
      throw ApiException.invalidRequest(
          "new_owner must be a kind:id actor string (user:..., group:..., system:...)");
    }
    try {
      Writes.requireApplied(
          gateway.services().sharing().transfer(control, node, new Principal(owner)));
    } catch (ApiException e) {
      throw e.code() == ErrorCode.NOT_FOUND && e.details().containsKey("node_id")
          ? e.saying("node \"" + node + "\" not found")
          : e;
    }
    return TransferOwnershipResponse.newBuilder().setFound(true).build();
  }
}
