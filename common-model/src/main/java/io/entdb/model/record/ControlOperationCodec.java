package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.proto.CreateUserMessage;
import io.entdb.model.proto.DeleteUserMessage;
import io.entdb.model.proto.FreezeUserMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.UpdateUserMessage;
import io.entdb.model.proto.UserMessage;

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
      default -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }
}
