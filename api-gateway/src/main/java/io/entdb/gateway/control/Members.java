package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.read.Seen;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.SetMember.Mode;
import io.entdb.store.rules.MemberRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who belongs to tenants, and as what. */
public final class Members {
  private final TenantWrites writes;
  private final Reads reads;

  public Members(TenantWrites writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  /** Members by their principals, after one, for everybody with a role. */
  public Seen<List<MemberRow>> list(ReadRequest request, Optional<Principal> after, int limit) {
    return reads.read(request, reader -> reader.members(after, limit));
  }

  /** One member, whoever asks; empty when the user is none. */
  public Seen<Optional<MemberRow>> find(ReadRequest request, Principal user) {
    return reads.read(request, reader -> reader.member(user));
  }

  /** Makes a user a member; for owners, admins and privileged callers. */
  public Receipt add(ControlCall call, Principal user, Role role) {
    return set(call, "add_member", user, role, Mode.ADD, "Only owner or admin can add members");
  }

  /** Gives a member another role; for owners, admins and privileged callers. */
  public Receipt changeRole(ControlCall call, Principal user, Role role) {
    return set(
        call, "change_role", user, role, Mode.CHANGE, "Only tenant admins can change member roles");
  }

  /** Takes a member's role away; for owners, admins and privileged callers. */
  public Receipt remove(ControlCall call, Principal user) {
    requireUser(user);
    return writes.write(
        call.request("remove_member", new JsonValue.Text(user.value())),
        new Operation.RemoveMember(user),
        Roles.admin(call.caller(), "Only owner or admin can remove members"));
  }

  private Receipt set(
      ControlCall call, String what, Principal user, Role role, Mode mode, String refusal) {
    requireUser(user);
    JsonValue content =
        JsonValue.Obj.of(
            Map.of(
                "user_id", new JsonValue.Text(user.value()),
                "role", new JsonValue.Text(role.word())));
    return writes.write(
        call.request(what, content),
        new Operation.SetMember(new Member(user, role), mode),
        Roles.admin(call.caller(), refusal));
  }

  /** Members act, so groups and tenants are none. */
  private static void requireUser(Principal user) {
    boolean acts = user.kind().equals("user") || user.kind().equals("service");
    if (!acts || !user.equals(user.withoutTenant())) {
      throw ApiException.validation("\"" + user + "\" is neither a user nor a service");
    }
  }
}
