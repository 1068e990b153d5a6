package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.control.Users;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.CancelUserDeletionRequest;
import io.entdb.grpc.v1.CancelUserDeletionResponse;
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
import io.entdb.grpc.v1.UpdateUserResponse;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.UserStatus;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.UserEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Users of the system. Answers once it has happened. */
final class UserCalls {
  private static final int GRACE_DAYS_DEFAULT = 30;

  private final Gateway gateway;

  UserCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  private Users users() {
    return gateway.services().users();
  }

  private static ControlCall control(Call call, String actor) {
    return Users.call(call.caller(actor), Optional.empty(), call.timeout(0));
  }

  private static Principal user(String id) {
    return Users.parse(Writes.require("user_id", id));
  }

  private UserEntry entry(Principal user) {
    return users().find(user).orElseThrow(() -> ApiException.notFound("User not found"));
  }

  CreateUserResponse create(Call call, CreateUserRequest request) {
    ControlCall control = control(call, request.getActor());
    Principal user = user(request.getUserId());
    String email = Writes.require("email", request.getEmail());
    String name = Writes.require("name", request.getName());
    try {
      Writes.requireApplied(users().create(control, user, email, name));
    } catch (ApiException e) {
      throw Writes.ofGlobalStore(e);
    }
    return CreateUserResponse.newBuilder()
        .setSuccess(true)
        .setUser(Messages.user(entry(user)))
        .build();
  }

  GetUserResponse get(Call call, GetUserRequest request) {
    var _ = call.caller(request.getActor());
    Optional<UserEntry> entry = users().find(user(request.getUserId()));
    var answer = GetUserResponse.newBuilder().setFound(entry.isPresent());
    entry.ifPresent(it -> answer.setUser(Messages.user(it)));
    return answer.build();
  }

  UpdateUserResponse update(Call call, UpdateUserRequest request) {
    ControlCall control = control(call, request.getActor());
    Principal user = user(request.getUserId());
    if (request.getEmail().isEmpty()
        && request.getName().isEmpty()
        && request.getStatus().isEmpty()) {
      return UpdateUserResponse.newBuilder().setError("No fields to update").build();
    }
    var changes =
        new Users.Changes(
            given(request.getEmail()),
            given(request.getName()),
            given(request.getStatus()).map(UserCalls::status));
    try {
      Writes.requireApplied(users().update(control, user, changes));
      return UpdateUserResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      String error = isTaken(e) ? "Email already exists" : missing(e);
      return UpdateUserResponse.newBuilder().setError(error).build();
    }
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static boolean isTaken(ApiException e) {
    return e.details().get("reason") instanceof JsonValue.Text(String reason)
        && reason.equals("ALREADY_EXISTS");
  }

  /** The words for a user that is not there; other refusals are statuses. */
  private static String missing(ApiException e) {
    if (e.code() != ErrorCode.NOT_FOUND) {
      throw e;
    }
    return "User not found";
  }

  private static UserStatus status(String word) {
    return UserStatus.ofWord(word)
        .orElseThrow(
            () ->
                ApiException.validation(
                    "status: is none of active, frozen, pending_deletion, deleted"));
  }

  ListUsersResponse list(Call call, ListUsersRequest request) {
    var _ = call.caller(request.getActor());
    UserStatus status =
        request.getStatus().isEmpty() ? UserStatus.ACTIVE : status(request.getStatus());
    Paging paging =
        Paging.of(
            "grpc users\n" + status.word(),
            request.getPageSize(),
            request.getLimit(),
            request.getOffset(),
            request.getPageToken());
    long createdAt =
        paging.after().map(PageKey::value).orElse(Value.NULL) instanceof Value.Int(long at)
            ? at
            : -1;
    String afterId = paging.after().map(PageKey::id).orElse("");
    List<UserEntry> found =
        users().list(status, createdAt, afterId, paging.offset() + paging.size() + 1);
    List<UserEntry> page =
        found.subList(
            Math.min(paging.offset(), found.size()),
            Math.min(paging.offset() + paging.size(), found.size()));
    Optional<PageKey> next =
        found.size() > paging.offset() + paging.size()
            ? Optional.of(
                new PageKey(
                    new Value.Int(page.getLast().createdAt()), page.getLast().user().value()))
            : Optional.empty();
    return ListUsersResponse.newBuilder()
        .addAllUsers(page.stream().map(Messages::user).toList())
        .setNextPageToken(paging.next(new Page<>(page, next)))
        .build();
  }

  FreezeUserResponse freeze(Call call, FreezeUserRequest request) {
    ControlCall control = control(call, request.getActor());
    Principal user = user(request.getUserId());
    try {
      Writes.requireApplied(users().freeze(control, user, request.getEnabled()));
      return FreezeUserResponse.newBuilder()
          .setSuccess(true)
          .setStatus(entry(user).status().word())
          .build();
    } catch (ApiException e) {
      return FreezeUserResponse.newBuilder().setError(missing(e)).build();
    }
  }

  DeleteUserResponse delete(Call call, DeleteUserRequest request) {
    ControlCall control = control(call, request.getActor());
    Principal user = user(request.getUserId());
    int days = request.getGraceDays() <= 0 ? GRACE_DAYS_DEFAULT : request.getGraceDays();
    try {
      Writes.requireApplied(users().delete(control, user, Duration.ofDays(days)));
      UserEntry entry = entry(user);
      return DeleteUserResponse.newBuilder()
          .setSuccess(true)
          .setRequestedAt(Messages.seconds(entry.deletionRequestedAt()))
          .setExecuteAt(Messages.seconds(entry.deleteAt()))
          .setStatus("pending")
          .build();
    } catch (ApiException e) {
      return DeleteUserResponse.newBuilder().setError(missing(e)).build();
    }
  }

  /** Succeeds when a deletion was under way. */
  CancelUserDeletionResponse cancelDeletion(Call call, CancelUserDeletionRequest request) {
    ControlCall control = control(call, request.getActor());
    Principal user = user(request.getUserId());
    boolean pending =
        users()
            .find(user)
            .filter(entry -> entry.status() == UserStatus.PENDING_DELETION)
            .isPresent();
    Writes.requireApplied(users().cancelDeletion(control, user));
    return CancelUserDeletionResponse.newBuilder().setSuccess(pending).build();
  }
}
