package io.entdb.store.rules;

import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.UserStatus;
import io.entdb.store.UserEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for users of the system, which the directory keeps. */
final class UserRulesV1 {
  /** Most deletions in one record: each may cause a follow-up to many tenants. */
  private static final int DUE_MAX = 10;

  private final PlanContext context;
  private final Map<Principal, Change.OfUser> users = new LinkedHashMap<>();
  private boolean scrubs;

  UserRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    var changes = new ArrayList<Change>(users.values());
    if (scrubs) {
      changes.add(new Change.ScrubOutcomes());
    }
    return changes;
  }

  void create(ControlOperation.CreateUser op) throws Refusal {
    requireDirectory();
    requirePrivileged("CreateUser requires admin or system actor");
    requireText(op.email(), Limits.EMAIL_CHARS_MAX, "email");
    requireText(op.name(), Limits.NAME_CHARS_MAX, "name");
    if (!op.user().kind().equals("user")) {
      throw new Refusal(RefusalCode.VALIDATION_ERROR, "\"" + op.user() + "\" is no user");
    }
    if (user(op.user()) != null) {
      throw new Refusal(
              RefusalCode.ALREADY_EXISTS, "user \"" + op.user().id() + "\" already exists")
          .with("user_id", op.user().value());
    }
    requireFreeEmail(op.email());
    put(
        op.user(),
        new UserEntry(
            op.user(),
            op.email(),
            op.name(),
            UserStatus.ACTIVE,
            context.time(),
            context.time(),
            0,
            0));
  }

  void update(ControlOperation.UpdateUser op) throws Refusal {
    requireSelf(op.user(), "UpdateUser");
    UserEntry before = present(op.user());
    if (!context.access().privileged() && !before.status().mayWrite()) {
      throw frozen(op.user());
    }
    String email = op.email().isEmpty() ? before.email() : op.email();
    String name = op.name().isEmpty() ? before.name() : op.name();
    requireText(email, Limits.EMAIL_CHARS_MAX, "email");
    requireText(name, Limits.NAME_CHARS_MAX, "name");
    if (!email.equals(before.email())) {
      requireFreeEmail(email);
    }
    put(op.user(), before.described(email, name, context.time()));
  }

  /** A user may end its own writes; that they go on again takes somebody else. */
  void freeze(ControlOperation.FreezeUser op) throws Refusal {
    if (op.frozen()) {
      requireSelf(op.user(), "FreezeUser");
    } else {
      requirePrivileged("only a system: or admin: actor can end a freeze");
    }
    UserEntry before = present(op.user());
    UserStatus next = op.frozen() ? UserStatus.FROZEN : UserStatus.ACTIVE;
    boolean leaving = before.status() == UserStatus.PENDING_DELETION;
    if (before.status() != next && !(op.frozen() && leaving)) {
      put(op.user(), before.standing(next, context.time()));
    }
  }

  void delete(ControlOperation.DeleteUser op) throws Refusal {
    requireSelf(op.user(), "DeleteUser");
    if (op.graceMs() < 0 || op.graceMs() > Limits.GRACE_MS_MAX) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "a grace is 0 to " + Limits.GRACE_MS_MAX + " ms long");
    }
    UserEntry before = present(op.user());
    if (before.status() != UserStatus.PENDING_DELETION) {
      put(op.user(), before.leaving(context.time(), context.time() + op.graceMs()));
    }
  }

  void cancelDeletion(ControlOperation.CancelUserDeletion op) throws Refusal {
    requireSelf(op.user(), "CancelUserDeletion");
    @Nullable UserEntry before = user(op.user());
    if (before != null && before.status() == UserStatus.PENDING_DELETION) {
      put(op.user(), before.standing(UserStatus.ACTIVE, context.time()));
    }
  }

  private @Nullable UserEntry user(Principal user) {
    Change.@Nullable OfUser changed = users.get(user);
    return changed == null ? context.view().user(user) : changed.after();
  }

  private void put(Principal user, UserEntry after) {
    @Nullable UserEntry now = user(user);
    if (now != null
        && now.status().mayWrite() != after.status().mayWrite()
        && after.status() != UserStatus.DELETED) {
      context.index().tellStanding(user, after.status().mayWrite());
    }
    Change.@Nullable OfUser changed = users.get(user);
    @Nullable UserEntry before = changed == null ? context.view().user(user) : changed.before();
    users.put(user, new Change.OfUser(before, after));
  }

  /** Deletes users whose grace is over by the directory's time, a bounded number each record. */
  void carryOutDue() throws Refusal {
    requirePrivileged("only the system itself tells what is due");
    int count = 0;
    for (UserEntry user : context.view().usersDue(context.time(), DUE_MAX)) {
      // Says nothing about the user, and is the same in all tenants and every replay.
      var pseudonym = new Principal("system:erased-" + context.n() + "-" + count++);
      put(user.user(), user.deleted(pseudonym, context.time()));
      context.index().eraseUser(user.user(), pseudonym);
    }
    if (count > 0) {
      scrubs = true; // Refusals may tell of the user's e-mail address.
    }
  }

  private void requireDirectory() throws Refusal {
    if (!context.view().tenant().isSystem()) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "users are kept in the directory, not in a tenant");
    }
  }

  /** A user that is there and not deleted. */
  private UserEntry present(Principal user) throws Refusal {
    @Nullable UserEntry entry = user(user);
    if (entry == null || entry.status() == UserStatus.DELETED) {
      throw new Refusal(RefusalCode.NOT_FOUND, "User not found").with("user_id", user.value());
    }
    return entry;
  }

  private void requireFreeEmail(String email) throws Refusal {
    @Nullable UserEntry holder = context.view().userByEmail(email);
    boolean moved = holder != null && users.containsKey(holder.user());
    boolean inThisPlan =
        users.values().stream().anyMatch(change -> change.after().email().equals(email));
    if ((holder != null && !moved) || inThisPlan) {
      throw new Refusal(RefusalCode.ALREADY_EXISTS, "email \"" + email + "\" already exists")
          .with("email", email);
    }
  }

  private void requireSelf(Principal user, String what) throws Refusal {
    if (!context.access().privileged() && !context.access().actor().equals(user)) {
      throw new Refusal(
          RefusalCode.FORBIDDEN, what + " is for the user itself and for admin or system actors");
    }
  }

  private void requirePrivileged(String message) throws Refusal {
    if (!context.access().privileged()) {
      throw new Refusal(RefusalCode.FORBIDDEN, message);
    }
  }

  private static void requireText(String text, int charsMax, String what) throws Refusal {
    if (text.isEmpty() || text.length() > charsMax) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, what + ": is not 1 to " + charsMax + " characters");
    }
  }

  static Refusal frozen(Principal user) {
    return new Refusal(RefusalCode.FORBIDDEN, "User '" + user.id() + "' is frozen and cannot write")
        .with("user_id", user.value());
  }
}
