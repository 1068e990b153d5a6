package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.ArchiveTenantRequest;
import io.entdb.grpc.v1.ArchiveTenantResponse;
import io.entdb.grpc.v1.ChangeMemberRoleRequest;
import io.entdb.grpc.v1.ChangeMemberRoleResponse;
import io.entdb.grpc.v1.CreateTenantRequest;
import io.entdb.grpc.v1.CreateTenantResponse;
import io.entdb.grpc.v1.GetTenantMembersRequest;
import io.entdb.grpc.v1.GetTenantRequest;
import io.entdb.grpc.v1.GetTenantResponse;
import io.entdb.grpc.v1.LegalHoldRequest;
import io.entdb.grpc.v1.LegalHoldResponse;
import io.entdb.grpc.v1.ListTenantsRequest;
import io.entdb.grpc.v1.TenantInfo;
import io.entdb.grpc.v1.TenantMemberInfo;
import io.entdb.grpc.v1.TenantMemberRequest;
import io.entdb.grpc.v1.TenantMemberResponse;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class TenantGrpcTest {
  private Grpc alice;
  private Grpc admin;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Grpc.fresh(stack);
    admin = alice.as(Grpc.ADMIN);
  }

  private CreateTenantResponse create(Grpc grpc) {
    return grpc.call()
        .createTenant(
            CreateTenantRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setName("Name")
                .build());
  }

  private static GetTenantResponse get(Grpc grpc) {
    return grpc.call()
        .getTenant(
            GetTenantRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .build());
  }

  @Test
  void aTenantIsCreatedOnceByThoseWhoMay() {
    Grpc.requireFailure(Code.PERMISSION_DENIED, "system: or admin:", () -> create(alice));
    assertThat(get(alice).getFound()).isFalse();
    CreateTenantResponse made = create(admin);
    assertThat(made.getSuccess()).isTrue();
    assertThat(made.getTenant().getName()).isEqualTo("Name");
    assertThat(made.getTenant().getRegion()).isNotEmpty();
    // Seconds, not milliseconds.
    assertThat(made.getTenant().getCreatedAt()).isBetween(1_600_000_000L, 9_999_999_999L);
    Grpc.requireFailure(Code.ALREADY_EXISTS, "already exists", () -> create(admin));
    GetTenantResponse found = get(alice);
    assertThat(found.getFound()).isTrue();
    assertThat(found.getTenant()).isEqualTo(made.getTenant());
    assertThat(found.getTenant().getStatus()).isEqualTo("active");
  }

  @Test
  void aRequestToCreateATenantMustBeComplete() {
    var request =
        CreateTenantRequest.newBuilder()
            .setActor(Grpc.ADMIN)
            .setTenantId(alice.tenant())
            .setName("Name");
    refused("actor is required", request.clone().setActor(""));
    refused("tenant_id is required", request.clone().setTenantId(""));
    refused("name is required", request.clone().setName(""));
    Grpc.requireFailure(
        Code.FAILED_PRECONDITION,
        "is pinned to region \"mars\"",
        () -> alice.call().createTenant(request.clone().setRegion("mars").build()));
  }

  private void refused(String text, CreateTenantRequest.Builder request) {
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, text, () -> alice.call().createTenant(request.build()));
  }

  @Test
  void tenantsAreListedForThoseWhoSayWhoTheyAre() {
    alice.note(Map.of());
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "ListTenants requires an authenticated caller",
        () -> alice.call().listTenants(ListTenantsRequest.getDefaultInstance()));
    assertThat(list(Grpc.ADMIN)).contains(alice.tenant());
    assertThat(list(Grpc.ALICE)).contains(alice.tenant());
    assertThat(list(Grpc.BOB)).doesNotContain(alice.tenant());
  }

  private List<String> list(String actor) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("x-actor", Metadata.ASCII_STRING_MARSHALLER), actor);
    return alice
        .call()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .listTenants(ListTenantsRequest.getDefaultInstance())
        .getTenantsList()
        .stream()
        .map(TenantInfo::getTenantId)
        .toList();
  }

  @Test
  void anArchivedTenantIsReadOnly() {
    String id = alice.note(Map.of());
    assertThat(archive(admin, "nowhere").getError()).isEqualTo("Tenant not found");
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant owner can archive a tenant",
        () -> archive(alice, alice.tenant()));
    assertThat(archive(admin, alice.tenant()).getSuccess()).isTrue();
    assertThat(get(alice).getTenant().getStatus()).isEqualTo("archived");
    assertThat(alice.node(id).getFound()).isTrue();
    Grpc.requireFailure(
        Code.FAILED_PRECONDITION,
        "tenant \"%s\" is archived; writes are disabled".formatted(alice.tenant()),
        () -> alice.note(Map.of()));
  }

  private static ArchiveTenantResponse archive(Grpc grpc, String tenant) {
    return grpc.call()
        .archiveTenant(
            ArchiveTenantRequest.newBuilder().setActor(grpc.actor()).setTenantId(tenant).build());
  }

  @Test
  void aLegalHoldStopsDeletesUntilItIsLifted() {
    String id = alice.note(Map.of());
    assertThat(hold(admin, true).getStatus()).isEqualTo("legal_hold");
    assertThat(get(alice).getTenant().getStatus()).isEqualTo("legal_hold");
    alice.note(Map.of());
    Grpc.requireFailure(
        Code.FAILED_PRECONDITION,
        "tenant \"%s\" is on legal hold; deletes are disabled".formatted(alice.tenant()),
        () -> alice.commit(Grpc.delete(id)));
    assertThat(hold(admin, false).getStatus()).isEqualTo("active");
    assertThat(alice.commit(Grpc.delete(id)).getSuccess()).isTrue();
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "SetLegalHold requires admin or owner role",
        () -> hold(alice, true));
    Grpc.requireFailure(
        Code.NOT_FOUND,
        "does not exist",
        () -> hold(new Grpc(alice.service(), "nowhere", Grpc.ADMIN), true));
  }

  private static LegalHoldResponse hold(Grpc grpc, boolean enabled) {
    return grpc.call()
        .setLegalHold(
            LegalHoldRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setEnabled(enabled)
                .build());
  }

  @Test
  void membersComeChangeAndGo() {
    alice.note(Map.of());
    assertThat(add(alice, "bob", "viewer").getSuccess()).isTrue();
    assertThat(add(alice, "user:bob", "").getError())
        .isEqualTo("Member already exists in this tenant");
    Grpc bob = alice.as(Grpc.BOB);
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "has role \"viewer\"; writes require member/admin/owner",
        () -> bob.note(Map.of()));
    assertThat(change(alice, "bob", "member").getSuccess()).isTrue();
    bob.note(Map.of());
    assertThat(members())
        .extracting(TenantMemberInfo::getUserId, TenantMemberInfo::getRole)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice", "owner"),
            org.assertj.core.groups.Tuple.tuple("bob", "member"));
    assertThat(members().getFirst().getJoinedAt()).isBetween(1_600_000_000L, 9_999_999_999L);
    assertThat(remove(alice, "bob").getSuccess()).isTrue();
    assertThat(remove(alice, "bob").getError()).isEqualTo("Member not found");
    assertThat(change(alice, "bob", "admin").getError()).isEqualTo("Member not found");
  }

  @Test
  void theLastOwnerStaysAndMembersManageNobody() {
    alice.note(Map.of());
    assertThat(remove(alice, "alice").getError())
        .isEqualTo("Cannot remove the last owner of a tenant");
    Grpc.requireFailure(
        Code.FAILED_PRECONDITION,
        "cannot demote the last owner of tenant \"%s\"".formatted(alice.tenant()),
        () -> change(alice, "alice", "member"));
    Grpc bob = alice.as(Grpc.BOB);
    Grpc.requireFailure(
        Code.PERMISSION_DENIED, "Only owner or admin can add members", () -> add(bob, "carol", ""));
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only owner or admin can remove members",
        () -> remove(bob, "alice"));
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "Only tenant admins can change member roles",
        () -> change(bob, "alice", "member"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "role", () -> add(alice, "carol", "king"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "user_id", () -> add(alice, "", "member"));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "new_role", () -> change(alice, "alice", ""));
  }

  private List<TenantMemberInfo> members() {
    return alice
        .call()
        .getTenantMembers(
            GetTenantMembersRequest.newBuilder()
                .setActor(Grpc.ALICE)
                .setTenantId(alice.tenant())
                .build())
        .getMembersList();
  }

  private static TenantMemberRequest member(Grpc grpc, String user, String role) {
    return TenantMemberRequest.newBuilder()
        .setActor(grpc.actor())
        .setTenantId(grpc.tenant())
        .setUserId(user)
        .setRole(role)
        .build();
  }

  private static TenantMemberResponse add(Grpc grpc, String user, String role) {
    return grpc.call().addTenantMember(member(grpc, user, role));
  }

  private static TenantMemberResponse remove(Grpc grpc, String user) {
    return grpc.call().removeTenantMember(member(grpc, user, ""));
  }

  private static ChangeMemberRoleResponse change(Grpc grpc, String user, String role) {
    return grpc.call()
        .changeMemberRole(
            ChangeMemberRoleRequest.newBuilder()
                .setActor(grpc.actor())
                .setTenantId(grpc.tenant())
                .setUserId(user)
                .setNewRole(role)
                .build());
  }
}
