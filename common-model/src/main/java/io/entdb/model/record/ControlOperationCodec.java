package io.entdb.model.record;

import com.google.protobuf.ByteString;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.proto.AcknowledgeMessage;
import io.entdb.model.proto.CreateUserMessage;
import io.entdb.model.proto.DeleteTenantMessage;
import io.entdb.model.proto.DeleteUserMessage;
import io.entdb.model.proto.DueMessage;
import io.entdb.model.proto.FollowUpMessage;
import io.entdb.model.proto.FollowUpsMessage;
import io.entdb.model.proto.FreezeUserMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.RebasedMessage;
import io.entdb.model.proto.SetQuotaMessage;
import io.entdb.model.proto.TenantMessage;
import io.entdb.model.proto.UpdateUserMessage;
import io.entdb.model.proto.UserMessage;
import java.util.ArrayList;
import java.util.HexFormat;

/** Operations of the control plane as messages of the log. */
final class ControlOperationCodec {
  private ControlOperationCodec() {}

  static void put(ControlOperation operation, OperationMessage.Builder message) {
    switch (operation) {
      case ControlOperation.CreateUser op ->
          message.setCreateUser(
              CreateUserMessage.newBuilder()
                  .setUser(op.user().value())
                  .setEmail(op.email())
                  .setName(op.name()));
      case ControlOperation.UpdateUser op ->
          message.setUpdateUser(
              UpdateUserMessage.newBuilder()
                  .setUser(op.user().value())
                  .setEmail(op.email())
                  .setName(op.name()));
      case ControlOperation.FreezeUser op ->
          message.setFreezeUser(
              FreezeUserMessage.newBuilder().setUser(op.user().value()).setFrozen(op.frozen()));
      case ControlOperation.DeleteUser op ->
          message.setDeleteUser(
              DeleteUserMessage.newBuilder().setUser(op.user().value()).setGraceMs(op.graceMs()));
      case ControlOperation.CancelUserDeletion op ->
          message.setCancelUserDeletion(UserMessage.newBuilder().setUser(op.user().value()));
      case ControlOperation.DeleteTenant op ->
          message.setDeleteTenant(
              DeleteTenantMessage.newBuilder()
                  .setTenantId(op.tenant().value())
                  .setGraceMs(op.graceMs()));
      case ControlOperation.CancelTenantDeletion op ->
          message.setCancelTenantDeletion(
              TenantMessage.newBuilder().setTenantId(op.tenant().value()));
      case ControlOperation.SetQuota(Quota quota) ->
          message.setSetQuota(
              SetQuotaMessage.newBuilder()
                  .setMaxWritesPerMonth(quota.maxWritesPerMonth())
                  .setHardEnforce(quota.hardEnforce())
                  .setMaxRpsSustained(quota.maxRpsSustained())
                  .setMaxRpsBurst(quota.maxRpsBurst())
                  .setMaxRpsPerUserSustained(quota.maxRpsPerUserSustained())
                  .setMaxRpsPerUserBurst(quota.maxRpsPerUserBurst()));
      case ControlOperation.FollowUps op -> message.setFollowUps(followUps(op));
      case ControlOperation.Acknowledge op ->
          message.setAcknowledge(
              AcknowledgeMessage.newBuilder()
                  .setTarget(op.target().value())
                  .setThrough(op.through()));
      case ControlOperation.Due _ -> message.setDue(DueMessage.getDefaultInstance());
      case ControlOperation.Rebased(RebaseImage image) -> message.setRebased(rebased(image));
    }
  }

  static Operation fromMessage(OperationMessage message) throws UnknownFormatException {
    return switch (message.getOpCase()) {
      case CREATE_USER -> {
        CreateUserMessage op = message.getCreateUser();
        yield new ControlOperation.CreateUser(
            new Principal(op.getUser()), op.getEmail(), op.getName());
      }
      case UPDATE_USER -> {
        UpdateUserMessage op = message.getUpdateUser();
        yield new ControlOperation.UpdateUser(
            new Principal(op.getUser()), op.getEmail(), op.getName());
      }
      case FREEZE_USER ->
          new ControlOperation.FreezeUser(
              new Principal(message.getFreezeUser().getUser()),
              message.getFreezeUser().getFrozen());
      case DELETE_USER ->
          new ControlOperation.DeleteUser(
              new Principal(message.getDeleteUser().getUser()),
              message.getDeleteUser().getGraceMs());
      case CANCEL_USER_DELETION ->
          new ControlOperation.CancelUserDeletion(
              new Principal(message.getCancelUserDeletion().getUser()));
      case DELETE_TENANT ->
          new ControlOperation.DeleteTenant(
              new TenantId(message.getDeleteTenant().getTenantId()),
              message.getDeleteTenant().getGraceMs());
      case CANCEL_TENANT_DELETION ->
          new ControlOperation.CancelTenantDeletion(
              new TenantId(message.getCancelTenantDeletion().getTenantId()));
      case SET_QUOTA -> {
        SetQuotaMessage op = message.getSetQuota();
        yield new ControlOperation.SetQuota(
            new Quota(
                op.getMaxWritesPerMonth(),
                op.getHardEnforce(),
                op.getMaxRpsSustained(),
                op.getMaxRpsBurst(),
                op.getMaxRpsPerUserSustained(),
                op.getMaxRpsPerUserBurst()));
      }
      case FOLLOW_UPS -> followUps(message.getFollowUps());
      case ACKNOWLEDGE ->
          new ControlOperation.Acknowledge(
              new TenantId(message.getAcknowledge().getTarget()),
              message.getAcknowledge().getThrough());
      case DUE -> new ControlOperation.Due();
      case REBASED -> rebased(message.getRebased());
      default -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }

  private static RebasedMessage rebased(RebaseImage image) {
    return RebasedMessage.newBuilder()
        .setImage(image.name())
        .setSha256(ByteString.copyFrom(HexFormat.of().parseHex(image.sha256())))
        .setDigest(ByteString.copyFrom(HexFormat.of().parseHex(image.digest())))
        .build();
  }

  private static Operation rebased(RebasedMessage message) throws UnknownFormatException {
    try {
      return new ControlOperation.Rebased(
          new RebaseImage(
              message.getImage(),
              HexFormat.of().formatHex(message.getSha256().toByteArray()),
              HexFormat.of().formatHex(message.getDigest().toByteArray())));
    } catch (IllegalArgumentException e) {
      throw new UnknownFormatException(String.valueOf(e.getMessage()));
    }
  }

  private static FollowUpsMessage followUps(ControlOperation.FollowUps op) {
    var message =
        FollowUpsMessage.newBuilder()
            .setSource(op.source().value())
            .setIncarnation(op.incarnation())
            .setFirst(op.first())
            .setCleared(op.cleared());
    op.followUps().forEach(it -> message.addFollowUps(FollowUpCodec.toMessage(it)));
    return message.build();
  }

  private static Operation followUps(FollowUpsMessage message) throws UnknownFormatException {
    var followUps = new ArrayList<FollowUp>(message.getFollowUpsCount());
    for (FollowUpMessage it : message.getFollowUpsList()) {
      followUps.add(FollowUpCodec.fromMessage(it));
    }
    return new ControlOperation.FollowUps(
        new TenantId(message.getSource()),
        message.getIncarnation(),
        message.getFirst(),
        message.getCleared(),
        followUps);
  }
}
