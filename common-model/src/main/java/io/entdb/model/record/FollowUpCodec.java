package io.entdb.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.proto.EraseTenantMessage;
import io.entdb.model.proto.EraseUserMessage;
import io.entdb.model.proto.FollowUpMessage;
import io.entdb.model.proto.MembershipChangedMessage;
import io.entdb.model.proto.PrincipalSeenMessage;
import io.entdb.model.proto.RecountMessage;
import io.entdb.model.proto.StatusChangedMessage;
import io.entdb.model.proto.UserErasedMessage;
import io.entdb.model.proto.UserStandingMessage;
import java.util.Optional;

/** Follow-ups as messages: in outbox rows, and inside the records that deliver them. */
public final class FollowUpCodec {
  private FollowUpCodec() {}

  /** The bytes that are kept; equal for equal follow-ups. */
  public static byte[] encode(FollowUp followUp) {
    return toMessage(followUp).toByteArray();
  }

  /** Reads what {@link #encode} wrote. */
  public static FollowUp decode(byte[] bytes) throws UnknownFormatException {
    try {
      return fromMessage(FollowUpMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new UnknownFormatException("a follow-up that is no message", e);
    }
  }

  static FollowUpMessage toMessage(FollowUp followUp) {
    var message = FollowUpMessage.newBuilder();
    switch (followUp) {
      case FollowUp.MembershipChanged it ->
          message.setMembershipChanged(
              MembershipChangedMessage.newBuilder()
                  .setUser(it.user().value())
                  .setRole(it.role().map(Role::word).orElse(""))
                  .setJoinedAt(it.joinedAt()));
      case FollowUp.PrincipalSeen it ->
          message.setPrincipalSeen(
              PrincipalSeenMessage.newBuilder().setPrincipal(it.principal().value()));
      case FollowUp.StatusChanged it ->
          message.setStatusChanged(StatusChangedMessage.newBuilder().setStatus(it.status().word()));
      case FollowUp.UserStanding it ->
          message.setUserStanding(
              UserStandingMessage.newBuilder()
                  .setUser(it.user().value())
                  .setMayWrite(it.mayWrite()));
      case FollowUp.Recount _ -> message.setRecount(RecountMessage.getDefaultInstance());
      case FollowUp.UserErased it ->
          message.setUserErased(UserErasedMessage.newBuilder().setUser(it.user().value()));
      case FollowUp.EraseUser it ->
          message.setEraseUser(
              EraseUserMessage.newBuilder()
                  .setUser(it.user().value())
                  .setPseudonym(it.pseudonym().value())
                  .setAfter(it.after()));
      case FollowUp.EraseTenant _ ->
          message.setEraseTenant(EraseTenantMessage.getDefaultInstance());
    }
    return message.build();
  }

  static FollowUp fromMessage(FollowUpMessage message) throws UnknownFormatException {
    return switch (message.getBodyCase()) {
      case MEMBERSHIP_CHANGED -> {
        MembershipChangedMessage it = message.getMembershipChanged();
        Optional<Role> role = it.getRole().isEmpty() ? Optional.empty() : role(it.getRole());
        yield new FollowUp.MembershipChanged(new Principal(it.getUser()), role, it.getJoinedAt());
      }
      case PRINCIPAL_SEEN ->
          new FollowUp.PrincipalSeen(new Principal(message.getPrincipalSeen().getPrincipal()));
      case STATUS_CHANGED -> new FollowUp.StatusChanged(status(message.getStatusChanged()));
      case USER_STANDING ->
          new FollowUp.UserStanding(
              new Principal(message.getUserStanding().getUser()),
              message.getUserStanding().getMayWrite());
      case RECOUNT -> new FollowUp.Recount();
      case USER_ERASED -> new FollowUp.UserErased(new Principal(message.getUserErased().getUser()));
      case ERASE_USER ->
          new FollowUp.EraseUser(
              new Principal(message.getEraseUser().getUser()),
              new Principal(message.getEraseUser().getPseudonym()),
              message.getEraseUser().getAfter());
      case ERASE_TENANT -> new FollowUp.EraseTenant();
      case BODY_NOT_SET ->
          throw new UnknownFormatException("a follow-up this binary does not know");
    };
  }

  private static Optional<Role> role(String word) throws UnknownFormatException {
    Optional<Role> role = Role.ofWord(word);
    if (role.isEmpty()) {
      throw new UnknownFormatException("role " + word);
    }
    return role;
  }

  private static TenantStatus status(StatusChangedMessage message) throws UnknownFormatException {
    return TenantStatus.ofWord(message.getStatus())
        .orElseThrow(() -> new UnknownFormatException("tenant status " + message.getStatus()));
  }
}
