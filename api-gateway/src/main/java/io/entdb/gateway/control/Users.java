package io.entdb.gateway.control;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.store.Membership;
import io.entdb.store.UserEntry;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users of the system, which the directory keeps. */
public final class Users {
  private final TenantWrites writes;
  private final Directory directory;
  private final Following following;

  public Users(TenantWrites writes, Directory directory, Following following) {
    this.writes = writes;
    this.directory = directory;
    this.following = following;
  }

  /** A call about users rather than a tenant. */
  public static ControlCall call(Caller caller, Optional<IdempotencyKey> key, Duration timeout) {
    return new ControlCall(caller, TenantId.SYSTEM, key, timeout);
  }

  /** A user as clients name it: {@code user:x} or bare {@code x}. */
  public static Principal parse(String text) {
    Principal user = Principal.parse(text);
    if (!user.kind().equals("user") || user.id().contains("@tenant:")) {
      throw ApiException.validation("user_id: \"" + text + "\" is no user");
    }
    return user;
  }

  /** A user, whoever asks; empty when there is none. */
  public Optional<UserEntry> find(Principal user) {
    return directory.findUser(user);
  }

  /** Users in a status by the time of their creation, after one, whoever asks. */
  public List<UserEntry> list(UserStatus status, long createdAt, String afterId, int limit) {
    directory.catchUp();
    HeldTenant system = directory.system();
    return following.read(
        system, Viewer.INTERNAL, reader -> reader.users(status, createdAt, afterId, limit));
  }

  /** A user's tenants and its roles there, by tenant, whoever asks. */
  public List<Membership> tenants(Principal user) {
    directory.catchUp();
    return directory.memberships(user).stream()
        .filter(it -> directory.standing(it.tenant()).status() != TenantStatus.DELETED)
        .toList();
  }

  /** Enters a user; for privileged callers. */
  public Receipt create(ControlCall call, Principal user, String email, String name) {
    Roles.requirePrivileged(call.caller(), "CreateUser requires admin or system actor");
    return write(
        call,
        "create_user",
        Map.of("user_id", user.value(), "email", email, "name", name),
        List.of(new ControlOperation.CreateUser(user, email, name)));
  }

  /** What of a user changes; empty = stays as it is. */
  public record Changes(
      Optional<String> email, Optional<String> name, Optional<UserStatus> status) {}

  /**
   * Changes a user; for the user itself and privileged callers. A status is {@code active} or
   * {@code frozen}.
   */
  public Receipt update(ControlCall call, Principal user, Changes changes) {
    requireSelf(call.caller(), user, "UpdateUser");
    var steps = new ArrayList<ControlOperation>();
    if (changes.email().isPresent() || changes.name().isPresent()) {
      steps.add(
          new ControlOperation.UpdateUser(
              user, changes.email().orElse(""), changes.name().orElse("")));
    }
    changes.status().ifPresent(status -> steps.add(toStatus(user, status)));
    if (steps.isEmpty()) {
      throw ApiException.validation("No fields to update");
    }
    return write(
        call,
        "update_user",
        Map.of(
            "user_id", user.value(),
            "email", changes.email().orElse(""),
            "name", changes.name().orElse(""),
            "status", changes.status().map(UserStatus::word).orElse("")),
        steps);
  }

  private static ControlOperation toStatus(Principal user, UserStatus status) {
    return switch (status) {
      case ACTIVE -> new ControlOperation.FreezeUser(user, false);
      case FROZEN -> new ControlOperation.FreezeUser(user, true);
      case PENDING_DELETION, DELETED ->
          throw ApiException.validation(
              "status: becomes " + status.word() + " by deleting the user only");
    };
  }

  /**
   * Ends a user's writes, or allows them again. The user itself may only end them; that they go on
   * takes a privileged caller.
   */
  public Receipt freeze(ControlCall call, Principal user, boolean frozen) {
    if (frozen) {
      requireSelf(call.caller(), user, "FreezeUser");
    } else {
      Roles.requirePrivileged(call.caller(), "only a system: or admin: actor can end a freeze");
    }
    return write(
        call,
        "freeze_user",
        Map.of("user_id", user.value(), "enabled", Boolean.toString(frozen)),
        List.of(new ControlOperation.FreezeUser(user, frozen)));
  }

  /** Has a user deleted after a grace; for the user itself and privileged callers. */
  public Receipt delete(ControlCall call, Principal user, Duration grace) {
    requireSelf(call.caller(), user, "DeleteUser");
    return write(
        call,
        "delete_user",
        Map.of("user_id", user.value(), "grace", grace.toString()),
        List.of(new ControlOperation.DeleteUser(user, grace.toMillis())));
  }

  /** Takes a deletion back before its time; for the user itself and privileged callers. */
  public Receipt cancelDeletion(ControlCall call, Principal user) {
    requireSelf(call.caller(), user, "CancelUserDeletion");
    return write(
        call,
        "cancel_user_deletion",
        Map.of("user_id", user.value()),
        List.of(new ControlOperation.CancelUserDeletion(user)));
  }

  private Receipt write(
      ControlCall call, String what, Map<String, String> content, List<ControlOperation> steps) {
    return writes.writeToDirectory(
        call.request(what, JsonValue.Obj.ofTexts(content)), steps, reader -> {});
  }

  static void requireSelf(Caller caller, Principal user, String what) {
    if (!caller.isPrivileged() && !caller.actor().equals(user)) {
      throw ApiException.forbidden(what + " is for the user itself and for admin or system actors");
    }
  }
}
