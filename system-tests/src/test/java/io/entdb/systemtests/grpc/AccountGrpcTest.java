package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.CreateUserRequest;
import io.entdb.grpc.v1.ExportUserDataRequest;
import io.entdb.grpc.v1.ExportUserDataResponse;
import io.entdb.grpc.v1.GetTenantQuotaRequest;
import io.entdb.grpc.v1.GetTenantQuotaResponse;
import io.entdb.grpc.v1.GetUserTenantsRequest;
import io.entdb.grpc.v1.ListSharedWithMeRequest;
import io.entdb.grpc.v1.ListSharedWithMeResponse;
import io.entdb.grpc.v1.Node;
import io.entdb.grpc.v1.TenantMemberInfo;
import io.entdb.grpc.v1.TenantMemberRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What concerns a user or a tenant beyond one tenant's content. */
@ExtendWith(SharedStack.class)
class AccountGrpcTest {
  /** Memberships reach the directory by way of the applier. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private Grpc alice;
  private String carol;

  @BeforeEach
  void freshTenantAndUser(LocalStack stack) {
    alice = Grpc.fresh(stack);
    carol = "c-" + UUID.randomUUID();
  }

  @Test
  void aUsersTenantsAreKnownSoon() throws InterruptedException {
    alice.note(Map.of());
    alice
        .call()
        .addTenantMember(
            TenantMemberRequest.newBuilder()
                .setActor(Grpc.ALICE)
                .setTenantId(alice.tenant())
                .setUserId(carol)
                .setRole("viewer")
                .build());
    long end = System.nanoTime() + SOON.toNanos();
    while (tenants().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(tenants()).hasSize(1);
    assertThat(tenants().getFirst().getTenantId()).isEqualTo(alice.tenant());
    assertThat(tenants().getFirst().getUserId()).isEqualTo(carol);
    assertThat(tenants().getFirst().getRole()).isEqualTo("viewer");
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "user_id is required",
        () ->
            alice.call().getUserTenants(GetUserTenantsRequest.newBuilder().setActor("x").build()));
  }

  private List<TenantMemberInfo> tenants() {
    return alice
        .call()
        .getUserTenants(
            GetUserTenantsRequest.newBuilder().setActor(Grpc.ALICE).setUserId(carol).build())
        .getMembershipsList();
  }

  @Test
  void whatIsSharedIsListedInPages() {
    var shared = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      shared.add(
          alice
              .commit(
                  Grpc.create(
                      CreateNodeOp.newBuilder()
                          .setTypeId(7)
                          .addAcl(AclEntry.newBuilder().setPrincipal(carol))))
              .getCreatedNodeIds(0));
    }
    Grpc viewer = alice.as("user:" + carol);
    var seen = new ArrayList<String>();
    String token = "";
    do {
      ListSharedWithMeResponse page =
          viewer
              .call()
              .listSharedWithMe(
                  ListSharedWithMeRequest.newBuilder()
                      .setContext(viewer.context())
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getNodesList().stream().map(Node::getNodeId).forEach(seen::add);
      assertThat(page.getHasMore()).isEqualTo(!page.getNextPageToken().isEmpty());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(shared);
  }

  @Test
  void aUsersDataIsExportedForItselfAndAdmins() {
    assertThat(export(Grpc.ADMIN).getError()).isEqualTo("User not found");
    alice
        .call()
        .createUser(
            CreateUserRequest.newBuilder()
                .setActor(Grpc.ADMIN)
                .setUserId(carol)
                .setEmail(carol)
                .setName("Carol")
                .build());
    ExportUserDataResponse answer = export("user:" + carol);
    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getExportJson()).contains("\"user_id\":\"" + carol + "\"");
    Grpc.requireFailure(Code.PERMISSION_DENIED, "ExportUserData", () -> export(Grpc.BOB));
  }

  private ExportUserDataResponse export(String actor) {
    return alice
        .call()
        .exportUserData(
            ExportUserDataRequest.newBuilder().setActor(actor).setUserId(carol).build());
  }

  @Test
  void aTenantWithoutQuotaIsUnlimitedAndItsUseIsCounted() {
    alice.note(Map.of());
    alice.note(Map.of());
    GetTenantQuotaResponse quota = quota(Grpc.ALICE);
    assertThat(quota.getTenantId()).isEqualTo(alice.tenant());
    assertThat(quota.getMaxWritesPerMonth()).isZero();
    assertThat(quota.getHardEnforce()).isFalse();
    assertThat(quota.getPeriodEndMs()).isGreaterThan(quota.getPeriodStartMs());
    Grpc.requireFailure(Code.PERMISSION_DENIED, "quota", () -> quota(Grpc.BOB));
  }

  private GetTenantQuotaResponse quota(String actor) {
    return alice
        .call()
        .getTenantQuota(
            GetTenantQuotaRequest.newBuilder().setActor(actor).setTenantId(alice.tenant()).build());
  }
}
