package io.entdb.gateway.grpc;

import io.entdb.grpc.v1.Edge;
import io.entdb.grpc.v1.Node;
import io.entdb.grpc.v1.TenantMemberInfo;
import io.entdb.grpc.v1.UserInfo;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.store.EdgeView;
import io.entdb.store.Membership;
import io.entdb.store.NodeView;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.MemberRow;

/** Nodes and edges as messages. */
final class Messages {
  private static final int MS_PER_S = 1_000;

  private Messages() {}

  static Node node(TenantId tenant, NodeView node) {
    return Node.newBuilder()
        .setTenantId(tenant.value())
        .setNodeId(node.id().value())
        .setTypeId(node.typeId())
        .setCreatedAt(node.createdAt())
        .setUpdatedAt(node.updatedAt())
        .setOwnerActor(node.owner().value())
        .setPayload(Payloads.json(node.payload()))
        .putAllTypedPayload(Payloads.typed(node.payload()))
        .addAllAcl(node.acl().stream().map(AclEntries::write).toList())
        .build();
  }

  static Edge edge(TenantId tenant, EdgeView edge) {
    return Edge.newBuilder()
        .setTenantId(tenant.value())
        .setEdgeTypeId(edge.edgeType())
        .setFromNodeId(edge.from().value())
        .setToNodeId(edge.to().value())
        .setCreatedAt(edge.createdAt())
        .setProps(Payloads.json(edge.props()))
        .putAllTypedProps(Payloads.typed(edge.props()))
        .build();
  }

  static TenantMemberInfo member(TenantId tenant, MemberRow row) {
    return TenantMemberInfo.newBuilder()
        .setTenantId(tenant.value())
        .setUserId(userId(row.member().user()))
        .setRole(row.member().role().word())
        .setJoinedAt(seconds(row.joinedAt()))
        .build();
  }

  static TenantMemberInfo membership(Membership membership) {
    return TenantMemberInfo.newBuilder()
        .setTenantId(membership.tenant().value())
        .setUserId(userId(membership.user()))
        .setRole(membership.role().word())
        .setJoinedAt(seconds(membership.joinedAt()))
        .build();
  }

  static UserInfo user(UserEntry user) {
    return UserInfo.newBuilder()
        .setUserId(userId(user.user()))
        .setEmail(user.email())
        .setName(user.name())
        .setStatus(user.status().word())
        .setCreatedAt(seconds(user.createdAt()))
        .setUpdatedAt(seconds(user.updatedAt()))
        .build();
  }

  /** A user as clients of this protocol call it: by the bare id. */
  static String userId(Principal user) {
    return user.kind().equals("user") ? user.id() : user.value();
  }

  /** Times of users, tenants and members go out in seconds, unlike all others. */
  static long seconds(long ms) {
    return ms / MS_PER_S;
  }
}
