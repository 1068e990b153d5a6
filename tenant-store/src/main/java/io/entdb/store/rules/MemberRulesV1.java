package io.entdb.store.rules;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for members, their roles, and groups. */
final class MemberRulesV1 {
  private final PlanContext context;
  private final Map<Principal, Change.OfMember> members = new LinkedHashMap<>();
  private final Map<String, Change.OfGroupMember> groupMembers = new LinkedHashMap<>();

  MemberRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    var changes = new ArrayList<Change>(members.values());
    changes.addAll(groupMembers.values());
    return changes;
  }

  void set(Operation.SetMember op) throws Refusal {
    requireAdmin("change members");
    Principal user = op.member().user();
    @Nullable MemberRow before = member(user);
    switch (op.mode()) {
      case ADD -> {
        if (before != null) {
          throw new Refusal(RefusalCode.ALREADY_EXISTS, "Member already exists in this tenant")
              .with("user_id", user.value());
        }
      }
      case CHANGE -> {
        if (before == null) {
          throw notAMember(user);
        }
        if (before.member().role() == Role.OWNER && op.member().role() != Role.OWNER) {
          requireAnotherOwner(
              "cannot demote the last owner of tenant \"" + context.view().tenant() + "\"");
        }
      }
    }
    put(user, new MemberRow(op.member(), before == null ? context.time() : before.joinedAt()));
  }

  void remove(Operation.RemoveMember op) throws Refusal {
    requireAdmin("remove members");
    @Nullable MemberRow before = member(op.user());
    if (before == null) {
      throw notAMember(op.user());
    }
    if (before.member().role() == Role.OWNER) {
      requireAnotherOwner("Cannot remove the last owner of a tenant");
    }
    put(op.user(), null);
  }

  void setInGroup(Operation.SetGroupMember op) throws Refusal {
    requireAdmin("change groups");
    requireGroup(op.group());
    putInGroup(op.group(), op.member(), new GroupMemberRow(op.group(), op.member(), op.role()));
  }

  void removeFromGroup(Operation.RemoveGroupMember op) throws Refusal {
    requireAdmin("change groups");
    requireGroup(op.group());
    putInGroup(op.group(), op.member(), null);
  }

  /** Makes a user a member that is none. */
  void admit(Principal user) {
    if (member(user) == null) {
      put(user, new MemberRow(new Member(user, Role.MEMBER), context.time()));
    }
  }

  /** Takes a principal out of all groups; answers how many those were. */
  int leaveAll(Principal member) {
    List<Principal> groups = context.view().groupsOf(member);
    groups.forEach(group -> putInGroup(group, member, null));
    return groups.size();
  }

  private @Nullable MemberRow member(Principal user) {
    Change.@Nullable OfMember changed = members.get(user);
    return changed == null ? context.view().member(user) : changed.after();
  }

  private void put(Principal user, @Nullable MemberRow after) {
    Change.@Nullable OfMember changed = members.get(user);
    @Nullable MemberRow before = changed == null ? context.view().member(user) : changed.before();
    members.put(user, new Change.OfMember(before, after));
  }

  private void putInGroup(Principal group, Principal member, @Nullable GroupMemberRow after) {
    @Nullable String role = context.view().groupRole(group, member);
    @Nullable GroupMemberRow before = role == null ? null : new GroupMemberRow(group, member, role);
    groupMembers.put(group + " " + member, new Change.OfGroupMember(before, after));
  }

  private void requireAdmin(String what) throws Refusal {
    if (!context.access().isAdmin()) {
      throw new Refusal(
          RefusalCode.FORBIDDEN,
          "only an owner or admin of tenant \"" + context.view().tenant() + "\" can " + what);
    }
  }

  private void requireAnotherOwner(String message) throws Refusal {
    long inThisPlan =
        members.values().stream().filter(it -> isOwner(it.after()) != isOwner(it.before())).count();
    // A plan that moves several owners at once is refused rather than counted: it is never needed.
    if (inThisPlan > 0 || !context.view().hasSeveralOwners()) {
      throw new Refusal(RefusalCode.LAST_OWNER, message);
    }
  }

  private static boolean isOwner(@Nullable MemberRow row) {
    return row != null && row.member().role() == Role.OWNER;
  }

  private static void requireGroup(Principal group) throws Refusal {
    if (!group.kind().equals("group")) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "\"" + group + "\" is no group; groups are group:<id>");
    }
  }

  private static Refusal notAMember(Principal user) {
    return new Refusal(RefusalCode.NOT_FOUND, "Member not found").with("user_id", user.value());
  }
}
