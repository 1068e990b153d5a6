package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.proto.DelegateAccessMessage;
import io.entdb.model.proto.MarkReadMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.RevokeAllAccessMessage;
import io.entdb.model.proto.SetLegalHoldMessage;
import io.entdb.model.proto.TransferContentMessage;
import java.util.Optional;

/** Operations on mailboxes and on a user's content as a whole, as messages of the log. */
final class ContentCodec {
  private ContentCodec() {}

  static MarkReadMessage markRead(Operation.MarkRead op) {
    var message = MarkReadMessage.newBuilder().setUser(op.user().value());
    op.node().ifPresent(node -> message.setNode(OperationCodec.ref(node)));
    return message.build();
  }

  static Operation markRead(MarkReadMessage message) throws UnknownFormatException {
    Optional<NodeRef> node =
        message.hasNode() ? Optional.of(OperationCodec.ref(message.getNode())) : Optional.empty();
    return new Operation.MarkRead(new Principal(message.getUser()), node);
  }

  static void put(Operation.Managing operation, OperationMessage.Builder message) {
    switch (operation) {
      case Operation.DelegateAccess op ->
          message.setDelegateAccess(
              DelegateAccessMessage.newBuilder()
                  .setFromUser(op.fromUser().value())
                  .setGrant(OperationCodec.grant(op.grant()))
                  .setAfter(op.after())
                  .setLimit(op.limit()));
      case Operation.TransferContent op ->
          message.setTransferContent(
              TransferContentMessage.newBuilder()
                  .setFromUser(op.fromUser().value())
                  .setToUser(op.toUser().value())
                  .setLimit(op.limit()));
      case Operation.RevokeAllAccess op ->
          message.setRevokeAllAccess(
              RevokeAllAccessMessage.newBuilder().setUser(op.user().value()).setLimit(op.limit()));
      case Operation.SetLegalHold op ->
          message.setSetLegalHold(SetLegalHoldMessage.newBuilder().setEnabled(op.enabled()));
    }
  }

  static Operation managing(OperationMessage message) throws UnknownFormatException {
    return switch (message.getOpCase()) {
      case DELEGATE_ACCESS -> {
        DelegateAccessMessage op = message.getDelegateAccess();
        yield new Operation.DelegateAccess(
            new Principal(op.getFromUser()),
            OperationCodec.grant(op.getGrant()),
            op.getAfter(),
            op.getLimit());
      }
      case TRANSFER_CONTENT -> {
        TransferContentMessage op = message.getTransferContent();
        yield new Operation.TransferContent(
            new Principal(op.getFromUser()), new Principal(op.getToUser()), op.getLimit());
      }
      case REVOKE_ALL_ACCESS ->
          new Operation.RevokeAllAccess(
              new Principal(message.getRevokeAllAccess().getUser()),
              message.getRevokeAllAccess().getLimit());
      case SET_LEGAL_HOLD -> new Operation.SetLegalHold(message.getSetLegalHold().getEnabled());
      default -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }
}
