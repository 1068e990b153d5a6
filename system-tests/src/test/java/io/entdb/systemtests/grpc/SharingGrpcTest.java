package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CoreCapability;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.GroupMemberRequest;
import io.entdb.grpc.v1.RevokeAccessRequest;
import io.entdb.grpc.v1.RevokeAccessResponse;
import io.entdb.grpc.v1.ShareNodeRequest;
import io.entdb.grpc.v1.ShareNodeResponse;
import io.entdb.grpc.v1.TransferOwnershipRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class SharingGrpcTest {
  private Grpc alice;
  private Grpc bob;
  private String secret;

  @BeforeEach
  void alicesSecret(LocalStack stack) {
    alice = Grpc.fresh(stack);
    bob = alice.as(Grpc.BOB);
    secret =
        alice
            .commit(
                Grpc.create(
                    CreateNodeOp.newBuilder()
                        .setTypeId(7)
                        .addAcl(AclEntry.newBuilder().setPrincipal("user:nobody"))))
            .getCreatedNodeIds(0);
  }

  private static ShareNodeResponse share(Grpc grpc, ShareNodeRequest.Builder request) {
    return grpc.call().shareNode(request.setContext(grpc.context()).build());
  }

  private ShareNodeRequest.Builder with(String principal) {
    return ShareNodeRequest.newBuilder().setNodeId(secret).setActorId(principal);
  }

  private static RevokeAccessResponse revoke(Grpc grpc, String node, String principal) {
    return grpc.call()
        .revokeAccess(
            RevokeAccessRequest.newBuilder()
                .setContext(grpc.context())
                .setNodeId(node)
                .setActorId(principal)
                .build());
  }

  @Test
  void aShareOpensANodeAndRevokingItClosesItAgain() {
    assertThat(bob.node(secret).getFound()).isFalse();
    assertThat(share(alice, with("bob")).getSuccess()).isTrue();
    assertThat(bob.node(secret).getFound()).isTrue();
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "EDIT",
        () -> bob.commit(Grpc.updateNote(secret, Map.of(1, text("x")))));

    share(alice, with("user:bob").addCoreCaps(CoreCapability.CORE_CAP_EDIT));
    assertThat(bob.commit(Grpc.updateNote(secret, Map.of(1, text("x")))).getSuccess()).isTrue();

    assertThat(revoke(alice, secret, "bob").getFound()).isTrue();
    assertThat(bob.node(secret).getFound()).isFalse();
    assertThat(revoke(alice, secret, "bob").getFound()).as("again").isTrue();
    share(alice, with("bob"));
    assertThat(revoke(alice, secret, "bob").getFound()).as("after another share").isTrue();
    assertThat(bob.node(secret).getFound()).isFalse();
  }

  @Test
  void aShareThatHasExpiredOpensNothing() {
    share(alice, with("bob").setExpiresAt(1));
    alice.note(Map.of());
    assertThat(bob.node(secret).getFound()).isFalse();
  }

  @Test
  void refusalsOfSharingAreAnswers() {
    assertThat(share(bob, with("carol")).getError())
        .isEqualTo("permission denied: missing-or-no-grant on node");
    share(alice, with("bob"));
    assertThat(share(bob, with("carol")).getError())
        .isEqualTo("permission denied: caller lacks ADMIN on node");
    assertThat(share(alice, with("")).getError()).isEqualTo("node_id and actor_id are required");
    assertThat(share(alice.as(""), with("carol")).getError()).isEqualTo("actor is required");
    assertThat(revoke(bob, secret, "carol").getError())
        .isEqualTo("permission denied: RevokeAccess requires ADMIN capability");
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "permission \"rule\"",
        () -> share(alice, with("carol").setPermission("rule")));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "node_id", () -> revoke(alice, "", "carol"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "actor_id", () -> revoke(alice, secret, ""));
  }

  @Test
  void aHolderOfAdminMayShareOn() {
    share(alice, with("bob").setPermission("admin"));
    assertThat(share(bob, with("carol")).getSuccess()).isTrue();
    assertThat(alice.as("user:carol").node(secret).getFound()).isTrue();
  }

  @Test
  void groupsNestAndOpenWhatIsSharedWithThem() {
    share(alice, with("group:outer"));
    assertThat(group(alice, "outer", "group:inner")).isTrue();
    assertThat(group(alice, "group:inner", "bob")).isTrue();
    assertThat(bob.node(secret).getFound()).isTrue();
    assertThat(ungroup(alice, "inner", "user:bob")).isTrue();
    assertThat(bob.node(secret).getFound()).isFalse();
    assertThat(ungroup(alice, "inner", "user:bob")).as("is not in it").isFalse();
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant admins can add group members",
        () -> group(bob, "inner", "bob"));
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant owner/admin can remove group members",
        () -> ungroup(bob, "inner", "bob"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "group_id", () -> group(alice, "", "bob"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "member_actor_id", () -> group(alice, "g", ""));
  }

  private static GroupMemberRequest membership(Grpc grpc, String group, String member) {
    return GroupMemberRequest.newBuilder()
        .setContext(grpc.context())
        .setGroupId(group)
        .setMemberActorId(member)
        .build();
  }

  private static boolean group(Grpc grpc, String group, String member) {
    return grpc.call().addGroupMember(membership(grpc, group, member)).getSuccess();
  }

  private static boolean ungroup(Grpc grpc, String group, String member) {
    return grpc.call().removeGroupMember(membership(grpc, group, member)).getSuccess();
  }

  @Test
  void onlyTheOwnerGivesANodeAway() {
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "only the current owner of node",
        () -> transfer(alice.as(Grpc.ADMIN), secret, "user:bob"));
    Grpc.requireFailure(
        Code.NOT_FOUND, "node \"nothing\" not found", () -> transfer(alice, "nothing", "user:bob"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "new_owner must be", () -> transfer(alice, secret, "bob"));
    assertThat(transfer(alice, secret, "user:bob")).isTrue();
    assertThat(bob.node(secret).getNode().getOwnerActor()).isEqualTo("user:bob");
    assertThat(alice.node(secret).getFound()).isFalse();
  }

  private static boolean transfer(Grpc grpc, String node, String owner) {
    return grpc.call()
        .transferOwnership(
            TransferOwnershipRequest.newBuilder()
                .setContext(grpc.context())
                .setNodeId(node)
                .setNewOwner(owner)
                .build())
        .getFound();
  }
}
