package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.DelegateAccessRequest;
import io.entdb.grpc.v1.DelegateAccessResponse;
import io.entdb.grpc.v1.GroupMemberRequest;
import io.entdb.grpc.v1.RevokeAllUserAccessRequest;
import io.entdb.grpc.v1.RevokeAllUserAccessResponse;
import io.entdb.grpc.v1.ShareNodeRequest;
import io.entdb.grpc.v1.TransferUserContentRequest;
import io.entdb.grpc.v1.TransferUserContentResponse;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user owns or may see, put in order as a whole. */
@ExtendWith(SharedStack.class)
class ContentGrpcTest {
  private Grpc alice;
  private Grpc bob;

  @BeforeEach
  void aliceOwnsTheTenantAndBobThreeNodes(LocalStack stack) {
    alice = Grpc.fresh(stack);
    alice.note(Map.of());
    bob = alice.as(Grpc.BOB);
    for (int i = 0; i < 3; i++) {
      bob.note(Map.of());
    }
  }

  private static TransferUserContentResponse transfer(Grpc grpc, String from, String to) {
    return grpc.call()
        .transferUserContent(
            TransferUserContentRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setFromUser(from)
                .setToUser(to)
                .build());
  }

  @Test
  void contentGoesOverAsAWhole() {
    String id = bob.note(Map.of());
    assertThat(transfer(alice, "bob", "user:carol").getTransferred()).isEqualTo(4);
    assertThat(alice.node(id).getNode().getOwnerActor()).isEqualTo("user:carol");
    assertThat(transfer(alice, "bob", "carol").getTransferred()).isZero();
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "TransferUserContent requires admin/owner",
        () -> transfer(bob, "alice", "bob"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "from_user is required", () -> transfer(alice, "", "bob"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "to_user is required", () -> transfer(alice, "bob", ""));
  }

  private static DelegateAccessResponse delegate(Grpc grpc, String permission) {
    return grpc.call()
        .delegateAccess(
            DelegateAccessRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setFromUser("bob")
                .setToUser("carol")
                .setPermission(permission)
                .setExpiresAt(4_000_000_000_000L)
                .build());
  }

  @Test
  void accessIsDelegatedToEveryNodeOfAUser() {
    DelegateAccessResponse answer = delegate(alice, "write");
    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getDelegated()).isEqualTo(3);
    assertThat(answer.getExpiresAt()).isEqualTo(4_000_000_000_000L);
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant owner or admin can delegate access",
        () -> delegate(bob, ""));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "permission", () -> delegate(alice, "rule"));
  }

  private static RevokeAllUserAccessResponse revokeAll(Grpc grpc, String user) {
    return grpc.call()
        .revokeAllUserAccess(
            RevokeAllUserAccessRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setUserId(user)
                .build());
  }

  @Test
  void allAccessOfAUserIsRevokedAndCanBeGivenAndRevokedAgain() {
    String id = alice.note(Map.of());
    for (int round = 0; round < 2; round++) {
      assertThat(
              alice
                  .call()
                  .shareNode(
                      ShareNodeRequest.newBuilder()
                          .setContext(alice.context())
                          .setNodeId(id)
                          .setActorId("carol")
                          .build())
                  .getSuccess())
          .isTrue();
      alice
          .call()
          .addGroupMember(
              GroupMemberRequest.newBuilder()
                  .setContext(alice.context())
                  .setGroupId("staff")
                  .setMemberActorId("carol")
                  .build());
      RevokeAllUserAccessResponse answer = revokeAll(alice, "carol");
      assertThat(answer.getRevokedGrants()).isEqualTo(1);
      assertThat(answer.getRevokedGroups()).isEqualTo(1);
    }
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant owner or admin can revoke all user access",
        () -> revokeAll(bob, "alice"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "user_id is required", () -> revokeAll(alice, ""));
  }
}
