package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.CancelUserDeletionRequest;
import io.entdb.grpc.v1.CreateUserRequest;
import io.entdb.grpc.v1.CreateUserResponse;
import io.entdb.grpc.v1.DeleteUserRequest;
import io.entdb.grpc.v1.DeleteUserResponse;
import io.entdb.grpc.v1.FreezeUserRequest;
import io.entdb.grpc.v1.FreezeUserResponse;
import io.entdb.grpc.v1.GetUserRequest;
import io.entdb.grpc.v1.GetUserResponse;
import io.entdb.grpc.v1.ListUsersRequest;
import io.entdb.grpc.v1.ListUsersResponse;
import io.entdb.grpc.v1.UpdateUserRequest;
import io.entdb.grpc.v1.UserInfo;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class UserGrpcTest {
  private static final int DAY_S = 24 * 60 * 60;

  private Grpc grpc;
  private String id;

  @BeforeEach
  void anIdOfItsOwn(LocalStack stack) {
    grpc = Grpc.fresh(stack);
    id = "u-" + UUID.randomUUID();
  }

  private CreateUserResponse create(String actor, String user, String email) {
    return grpc.call()
        .createUser(
            CreateUserRequest.newBuilder()
                .setActor(actor)
                .setUserId(user)
                .setEmail(email)
                .setName("Name")
                .build());
  }

  private GetUserResponse get(String user) {
    return grpc.call()
        .getUser(GetUserRequest.newBuilder().setActor(Grpc.ALICE).setUserId(user).build());
  }

  private String update(String actor, UpdateUserRequest.Builder changes) {
    return grpc.call().updateUser(changes.setActor(actor).setUserId(id).build()).getError();
  }

  @Test
  void aUserIsCreatedOnceAndKeepsItsAddress() {
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "CreateUser requires admin or system actor",
        () -> create(Grpc.ALICE, id, id + "@x"));
    UserInfo made = create(Grpc.ADMIN, id, id + "@x").getUser();
    assertThat(made.getUserId()).isEqualTo(id);
    assertThat(made.getStatus()).isEqualTo("active");
    assertThat(made.getCreatedAt()).isBetween(1_600_000_000L, 9_999_999_999L);
    assertThat(get(id).getUser()).isEqualTo(made);
    assertThat(get("nobody-" + id).getFound()).isFalse();
    Grpc.requireFailure(
        Code.ALREADY_EXISTS, "already exists", () -> create(Grpc.ADMIN, id, "other-" + id));
    Grpc.requireFailure(
        Code.ALREADY_EXISTS, "already exists", () -> create(Grpc.ADMIN, "other-" + id, id + "@x"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "user_id is required", () -> create(Grpc.ADMIN, "", "x"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "email is required", () -> create(Grpc.ADMIN, id, ""));
  }

  @Test
  void aUserChangesItselfAndRefusalsAreAnswers() {
    create(Grpc.ADMIN, id, id + "@x");
    assertThat(update("user:" + id, UpdateUserRequest.newBuilder().setName("New"))).isEmpty();
    assertThat(get(id).getUser().getName()).isEqualTo("New");
    assertThat(get(id).getUser().getEmail()).isEqualTo(id + "@x");
    assertThat(update("user:" + id, UpdateUserRequest.newBuilder()))
        .isEqualTo("No fields to update");
    create(Grpc.ADMIN, "other-" + id, "other-" + id);
    assertThat(update(Grpc.ADMIN, UpdateUserRequest.newBuilder().setEmail("other-" + id)))
        .isEqualTo("Email already exists");
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "UpdateUser",
        () -> update(Grpc.BOB, UpdateUserRequest.newBuilder().setName("x")));
    id = "nobody-" + id;
    assertThat(update(Grpc.ADMIN, UpdateUserRequest.newBuilder().setName("x")))
        .isEqualTo("User not found");
  }

  @Test
  void usersAreListedInPages() {
    for (int i = 0; i < 3; i++) {
      create(Grpc.ADMIN, id + i, id + i);
    }
    var seen = new ArrayList<String>();
    String token = "";
    do {
      ListUsersResponse page =
          grpc.call()
              .listUsers(
                  ListUsersRequest.newBuilder()
                      .setActor(Grpc.ALICE)
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getUsersList().forEach(user -> seen.add(user.getUserId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().containsSubsequence(List.of(id + 0, id + 1, id + 2));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "actor is required",
        () -> grpc.call().listUsers(ListUsersRequest.getDefaultInstance()));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "status",
        () ->
            grpc.call()
                .listUsers(
                    ListUsersRequest.newBuilder().setActor(Grpc.ALICE).setStatus("odd").build()));
  }

  @Test
  void aUserIsFrozenAndThawed() {
    create(Grpc.ADMIN, id, id);
    assertThat(freeze("user:" + id, true).getStatus()).isEqualTo("frozen");
    assertThat(get(id).getUser().getStatus()).isEqualTo("frozen");
    assertThat(freeze(Grpc.ADMIN, false).getStatus()).isEqualTo("active");
    Grpc.requireFailure(Code.PERMISSION_DENIED, "FreezeUser", () -> freeze(Grpc.BOB, true));
    id = "nobody-" + id;
    assertThat(freeze(Grpc.ADMIN, true).getError()).isEqualTo("User not found");
  }

  private FreezeUserResponse freeze(String actor, boolean enabled) {
    return grpc.call()
        .freezeUser(
            FreezeUserRequest.newBuilder()
                .setActor(actor)
                .setUserId(id)
                .setEnabled(enabled)
                .build());
  }

  @Test
  void aDeletionHasAGraceAndCanBeCancelled() {
    create(Grpc.ADMIN, id, id);
    assertThat(cancel()).as("none is pending").isFalse();
    DeleteUserResponse first = delete(7);
    assertThat(first.getStatus()).isEqualTo("pending");
    assertThat(first.getExecuteAt() - first.getRequestedAt()).isEqualTo(7L * DAY_S);
    assertThat(delete(9)).as("again").isEqualTo(first);
    assertThat(get(id).getUser().getStatus()).isEqualTo("pending_deletion");
    assertThat(cancel()).isTrue();
    DeleteUserResponse second = delete(0);
    assertThat(second.getExecuteAt() - second.getRequestedAt()).isEqualTo(30L * DAY_S);
    id = "nobody-" + id;
    assertThat(delete(0).getError()).isEqualTo("User not found");
  }

  private DeleteUserResponse delete(int days) {
    return grpc.call()
        .deleteUser(
            DeleteUserRequest.newBuilder()
                .setActor(Grpc.ADMIN)
                .setUserId(id)
                .setGraceDays(days)
                .build());
  }

  private boolean cancel() {
    return grpc.call()
        .cancelUserDeletion(
            CancelUserDeletionRequest.newBuilder().setActor(Grpc.ADMIN).setUserId(id).build())
        .getSuccess();
  }
}
