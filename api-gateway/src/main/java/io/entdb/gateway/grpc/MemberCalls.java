package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.control.Groups;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.ChangeMemberRoleRequest;
import io.entdb.grpc.v1.ChangeMemberRoleResponse;
import io.entdb.grpc.v1.GetTenantMembersRequest;
import io.entdb.grpc.v1.GetTenantMembersResponse;
import io.entdb.grpc.v1.GroupMemberRequest;
import io.entdb.grpc.v1.GroupMemberResponse;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.grpc.v1.TenantMemberRequest;
import io.entdb.grpc.v1.TenantMemberResponse;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.json.JsonValue;
import io.entdb.store.rules.MemberRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who belongs to tenants and groups. Answers once it has happened. */
final class MemberCalls {
  private final Gateway gateway;

  MemberCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  TenantMemberResponse add(Call call, TenantMemberRequest request) {
    ControlCall control = control(call, request);
    Principal user = Principal.parse(Writes.require("user_id", request.getUserId()));
    Role role = role("role", request.getRole().isEmpty() ? "member" : request.getRole());
    try {
      Writes.requireApplied(gateway.services().members().add(control, user, role));
      return TenantMemberResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      return TenantMemberResponse.newBuilder().setError(inBand(e, "ALREADY_EXISTS")).build();
    }
  }

  TenantMemberResponse remove(Call call, TenantMemberRequest request) {
    ControlCall control = control(call, request);
    Principal user = Principal.parse(Writes.require("user_id", request.getUserId()));
    try {
      Writes.requireApplied(gateway.services().members().remove(control, user));
      return TenantMemberResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      return TenantMemberResponse.newBuilder()
          .setError(inBand(e, "NOT_FOUND", "LAST_OWNER"))
          .build();
    }
  }

  private static ControlCall control(Call call, TenantMemberRequest request) {
    return Writes.control(call, request.getTenantId(), request.getActor());
  }

  ChangeMemberRoleResponse changeRole(Call call, ChangeMemberRoleRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    Principal user = Principal.parse(Writes.require("user_id", request.getUserId()));
    Role role = role("new_role", Writes.require("new_role", request.getNewRole()));
    try {
      Writes.requireApplied(gateway.services().members().changeRole(control, user, role));
      return ChangeMemberRoleResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      return ChangeMemberRoleResponse.newBuilder().setError(inBand(e, "NOT_FOUND")).build();
    }
  }

  private static Role role(String name, String word) {
    return Role.ofWord(word)
        .orElseThrow(
            () ->
                ApiException.validation(name + ": is none of owner, admin, member, viewer, guest"));
  }

  /** The text of a refusal that clients expect in the answer; others are statuses. */
  private static String inBand(ApiException e, String... reasons) {
    if (e.details().get("reason") instanceof JsonValue.Text(String reason)
        && List.of(reasons).contains(reason)) {
      return e.getMessage();
    }
    throw e;
  }

  GetTenantMembersResponse members(Call call, GetTenantMembersRequest request) {
    Services services = gateway.services();
    ReadRequest read =
        ReadRequests.at(
            services,
            call,
            Writes.require("tenant_id", request.getTenantId()),
            request.getActor(),
            0);
    var members = new ArrayList<MemberRow>();
    Optional<Principal> after = Optional.empty();
    List<MemberRow> page;
    do {
      page = call.value(services.members().list(read, after, Limits.PAGE_SIZE_MAX));
      members.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().member().user());
    } while (page.size() == Limits.PAGE_SIZE_MAX);
    members.sort(Comparator.comparingLong(MemberRow::joinedAt));
    return GetTenantMembersResponse.newBuilder()
        .addAllMembers(members.stream().map(row -> Messages.member(read.tenant(), row)).toList())
        .build();
  }

  GroupMemberResponse addToGroup(Call call, GroupMemberRequest request) {
    ControlCall control = control(call, request.getContext());
    Principal group = Groups.parse(Writes.require("group_id", request.getGroupId()));
    Principal member =
        Principal.parse(Writes.require("member_actor_id", request.getMemberActorId()));
    String role = request.getRole().isEmpty() ? "member" : request.getRole();
    Writes.requireApplied(gateway.services().groups().put(control, group, member, role));
    return GroupMemberResponse.newBuilder().setSuccess(true).build();
  }

  /** Succeeds when the principal was in the group. */
  GroupMemberResponse removeFromGroup(Call call, GroupMemberRequest request) {
    ControlCall control = control(call, request.getContext());
    Principal group = Groups.parse(Writes.require("group_id", request.getGroupId()));
    Principal member =
        Principal.parse(Writes.require("member_actor_id", request.getMemberActorId()));
    Services services = gateway.services();
    boolean was =
        services.groups().isIn(ReadRequests.now(call, request.getContext()), group, member);
    Writes.requireApplied(services.groups().remove(control, group, member));
    return GroupMemberResponse.newBuilder().setSuccess(was).build();
  }

  private static ControlCall control(Call call, RequestContext context) {
    return Writes.control(call, context.getTenantId(), context.getActor());
  }
}
