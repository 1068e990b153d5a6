package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.read.Seen;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.store.rules.GroupMemberRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups and who is in them. A group is there as long as somebody is in it. */
public final class Groups {
  /** Whom a group may hold; nested groups are looked through to a depth. */
  private static final Set<String> MEMBER_KINDS = Set.of("user", "service", "group", "tenant");

  /** A role in a group is for display. */
  private static final int ROLE_CHARS_MAX = 64;

  private final TenantWrites writes;
  private final Reads reads;

  public Groups(TenantWrites writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  /** A group as clients name it: {@code group:x} or bare {@code x}. */
  public static Principal parse(String text) {
    return new Principal(text.startsWith("group:") ? text : "group:" + text);
  }

  /** Groups in order, after one, for everybody with a role. */
  public Seen<List<Principal>> list(ReadRequest request, Optional<Principal> after, int limit) {
    return reads.read(request, reader -> reader.groups(after, limit));
  }

  /** A group's members in order, after one, for everybody with a role. */
  public Seen<List<GroupMemberRow>> members(
      ReadRequest request, Principal group, Optional<Principal> after, int limit) {
    return reads.read(request, reader -> reader.groupMembers(group, after, limit));
  }

  /** Whether a principal is in a group itself, not by another group; for everybody with a role. */
  public boolean isIn(ReadRequest request, Principal group, Principal member) {
    return reads
        .read(
            request,
            reader -> {
              Optional<Principal> after = Optional.empty();
              List<GroupMemberRow> page;
              do {
                page = reader.groupMembers(group, after, Limits.PAGE_SIZE_MAX);
                if (page.stream().anyMatch(row -> row.member().equals(member))) {
                  return true;
                }
                after = page.isEmpty() ? after : Optional.of(page.getLast().member());
              } while (page.size() == Limits.PAGE_SIZE_MAX);
              return false;
            })
        .value();
  }

  /** Puts a principal into a group, or changes its role there; for owners and admins. */
  public Receipt put(ControlCall call, Principal group, Principal member, String role) {
    if (!MEMBER_KINDS.contains(member.kind()) || member.equals(Principal.EVERYONE)) {
      throw ApiException.validation("\"" + member + "\" cannot be in a group");
    }
    if (role.isEmpty() || role.length() > ROLE_CHARS_MAX) {
      throw new InvalidException("role: is not 1 to " + ROLE_CHARS_MAX + " characters");
    }
    JsonValue content =
        JsonValue.Obj.of(
            Map.of(
                "group", new JsonValue.Text(group.value()),
                "member", new JsonValue.Text(member.value()),
                "role", new JsonValue.Text(role)));
    return writes.write(
        call.request("set_group_member", content),
        new Operation.SetGroupMember(group, member, role),
        Roles.admin(call.caller(), "Only tenant admins can add group members"));
  }

  /** Takes a principal out of a group; for owners and admins. */
  public Receipt remove(ControlCall call, Principal group, Principal member) {
    JsonValue content =
        JsonValue.Obj.of(
            Map.of(
                "group", new JsonValue.Text(group.value()),
                "member", new JsonValue.Text(member.value())));
    return writes.write(
        call.request("remove_group_member", content),
        new Operation.RemoveGroupMember(group, member),
        Roles.admin(call.caller(), "Only tenant owner/admin can remove group members"));
  }
}
