package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.proto.BarrierMessage;
import io.entdb.model.proto.CreateTenantMessage;
import io.entdb.model.proto.MemberMessage;
import io.entdb.model.proto.OpenTenantMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.PutSchemaMessage;
import io.entdb.model.proto.RemoveGroupMemberMessage;
import io.entdb.model.proto.RemoveMemberMessage;
import io.entdb.model.proto.SetGroupMemberMessage;
import io.entdb.model.proto.SetMemberMessage;
import io.entdb.model.proto.SetTenantStatusMessage;
import java.util.ArrayList;

/** Operations on a tenant itself, and on the directory, as messages of the log. */
final class TenantOperationCodec {
  private TenantOperationCodec() {}

  static void put(Operation.Internal operation, OperationMessage.Builder message) {
    switch (operation) {
      case Operation.PutSchema op ->
          message.setPutSchema(
              PutSchemaMessage.newBuilder().setSchema(SchemaCodec.toMessage(op.schema())));
      case Operation.OpenTenant op -> message.setOpenTenant(openTenant(op));
      case Operation.SetMember op ->
          message.setSetMember(
              SetMemberMessage.newBuilder()
                  .setMember(member(op.member()))
                  .setMode(mode(op.mode())));
      case Operation.RemoveMember op ->
          message.setRemoveMember(RemoveMemberMessage.newBuilder().setUser(op.user().value()));
      case Operation.SetGroupMember op ->
          message.setSetGroupMember(
              SetGroupMemberMessage.newBuilder()
                  .setGroup(op.group().value())
                  .setMember(op.member().value())
                  .setRole(op.role()));
      case Operation.RemoveGroupMember op ->
          message.setRemoveGroupMember(
              RemoveGroupMemberMessage.newBuilder()
                  .setGroup(op.group().value())
                  .setMember(op.member().value()));
      case Operation.SetTenantStatus op ->
          message.setSetTenantStatus(
              SetTenantStatusMessage.newBuilder().setStatus(op.status().word()));
      case Operation.Barrier _ -> message.setBarrier(BarrierMessage.getDefaultInstance());
      case Operation.CreateTenant op -> message.setCreateTenant(createTenant(op));
      case ControlOperation op -> ControlOperationCodec.put(op, message);
      case Operation.CreateApiKey op -> ApiKeyCodec.put(op, message);
      case Operation.RotateApiKey op -> ApiKeyCodec.put(op, message);
      case Operation.RevokeApiKey op -> ApiKeyCodec.put(op, message);
    }
  }

  static Operation fromMessage(OperationMessage message) throws UnknownFormatException {
    return switch (message.getOpCase()) {
      case PUT_SCHEMA ->
          new Operation.PutSchema(SchemaCodec.fromMessage(message.getPutSchema().getSchema()));
      case OPEN_TENANT -> openTenant(message.getOpenTenant());
      case SET_MEMBER ->
          new Operation.SetMember(
              member(message.getSetMember().getMember()), mode(message.getSetMember()));
      case REMOVE_MEMBER ->
          new Operation.RemoveMember(new Principal(message.getRemoveMember().getUser()));
      case SET_GROUP_MEMBER ->
          new Operation.SetGroupMember(
              new Principal(message.getSetGroupMember().getGroup()),
              new Principal(message.getSetGroupMember().getMember()),
              message.getSetGroupMember().getRole());
      case REMOVE_GROUP_MEMBER ->
          new Operation.RemoveGroupMember(
              new Principal(message.getRemoveGroupMember().getGroup()),
              new Principal(message.getRemoveGroupMember().getMember()));
      case SET_TENANT_STATUS -> new Operation.SetTenantStatus(status(message.getSetTenantStatus()));
      case BARRIER -> new Operation.Barrier();
      case CREATE_TENANT -> createTenant(message.getCreateTenant());
      case CREATE_USER,
          UPDATE_USER,
          FREEZE_USER,
          DELETE_USER,
          CANCEL_USER_DELETION,
          DELETE_TENANT,
          CANCEL_TENANT_DELETION,
          SET_QUOTA,
          FOLLOW_UPS,
          ACKNOWLEDGE,
          DUE,
          REBASED ->
          ControlOperationCodec.fromMessage(message);
      case CREATE_API_KEY -> new Operation.CreateApiKey(ApiKeyCodec.key(message.getCreateApiKey()));
      case ROTATE_API_KEY -> ApiKeyCodec.rotation(message.getRotateApiKey());
      case REVOKE_API_KEY -> new Operation.RevokeApiKey(message.getRevokeApiKey().getId());
      default -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }

  private static CreateTenantMessage createTenant(Operation.CreateTenant op) {
    return CreateTenantMessage.newBuilder()
        .setTenantId(op.tenant().value())
        .setName(op.name())
        .setOwner(op.owner().value())
        .setPartition(op.partition())
        .setLogStart(op.logStart())
        .build();
  }

  private static Operation createTenant(CreateTenantMessage message) {
    return new Operation.CreateTenant(
        new TenantId(message.getTenantId()),
        message.getName(),
        new Principal(message.getOwner()),
        message.getPartition(),
        message.getLogStart());
  }

  private static OpenTenantMessage openTenant(Operation.OpenTenant op) {
    var message = OpenTenantMessage.newBuilder().setSchema(SchemaCodec.toMessage(op.schema()));
    for (Member member : op.members()) {
      message.addMembers(
          MemberMessage.newBuilder().setUser(member.user().value()).setRole(member.role().word()));
    }
    return message.build();
  }

  private static Operation openTenant(OpenTenantMessage message) throws UnknownFormatException {
    var members = new ArrayList<Member>();
    for (MemberMessage each : message.getMembersList()) {
      members.add(member(each));
    }
    return new Operation.OpenTenant(members, SchemaCodec.fromMessage(message.getSchema()));
  }

  private static MemberMessage member(Member member) {
    return MemberMessage.newBuilder()
        .setUser(member.user().value())
        .setRole(member.role().word())
        .build();
  }

  private static Member member(MemberMessage message) throws UnknownFormatException {
    Role role =
        Role.ofWord(message.getRole())
            .orElseThrow(() -> new UnknownFormatException("role " + message.getRole()));
    return new Member(new Principal(message.getUser()), role);
  }

  private static SetMemberMessage.Mode mode(Operation.SetMember.Mode mode) {
    return switch (mode) {
      case ADD -> SetMemberMessage.Mode.ADD;
      case CHANGE -> SetMemberMessage.Mode.CHANGE;
    };
  }

  private static Operation.SetMember.Mode mode(SetMemberMessage message)
      throws UnknownFormatException {
    return switch (message.getMode()) {
      case ADD -> Operation.SetMember.Mode.ADD;
      case CHANGE -> Operation.SetMember.Mode.CHANGE;
      case UNRECOGNIZED ->
          throw new UnknownFormatException("mode " + message.getModeValue() + " of a member");
    };
  }

  private static TenantStatus status(SetTenantStatusMessage message) throws UnknownFormatException {
    return TenantStatus.ofWord(message.getStatus())
        .orElseThrow(() -> new UnknownFormatException("tenant status " + message.getStatus()));
  }
}
