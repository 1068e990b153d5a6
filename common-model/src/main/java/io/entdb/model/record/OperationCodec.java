package io.entdb.model.record;

import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.proto.AclMessage;
import io.entdb.model.proto.CreateEdgeMessage;
import io.entdb.model.proto.CreateNodeMessage;
import io.entdb.model.proto.DeleteEdgeMessage;
import io.entdb.model.proto.DeleteNodeMessage;
import io.entdb.model.proto.GrantMessage;
import io.entdb.model.proto.NodeRefMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.PreconditionMessage;
import io.entdb.model.proto.RevokeAccessMessage;
import io.entdb.model.proto.SetVisibilityMessage;
import io.entdb.model.proto.ShareNodeMessage;
import io.entdb.model.proto.TransferOwnershipMessage;
import io.entdb.model.proto.UpdateNodeMessage;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations of clients as messages of the log. */
final class OperationCodec {
  private OperationCodec() {}

  static OperationMessage toMessage(Operation operation) {
    var message = OperationMessage.newBuilder();
    switch (operation) {
      case Operation.CreateNode op -> message.setCreateNode(createNode(op));
      case Operation.UpdateNode op -> message.setUpdateNode(updateNode(op));
      case Operation.DeleteNode(NodeRef node, boolean hard) ->
          message.setDeleteNode(
              DeleteNodeMessage.newBuilder().setNode(ref(node)).setHard(hard).build());
      case Operation.CreateEdge op ->
          message.setCreateEdge(
              CreateEdgeMessage.newBuilder()
                  .setEdgeType(op.edgeType())
                  .setFrom(ref(op.from()))
                  .setTo(ref(op.to()))
                  .setProps(PayloadCodec.toMessage(op.props())));
      case Operation.DeleteEdge op ->
          message.setDeleteEdge(
              DeleteEdgeMessage.newBuilder()
                  .setEdgeType(op.edgeType())
                  .setFrom(ref(op.from()))
                  .setTo(ref(op.to())));
      case Operation.SetVisibility op ->
          message.setSetVisibility(
              SetVisibilityMessage.newBuilder().setNode(ref(op.node())).setAcl(acl(op.acl())));
      case Operation.ShareNode op ->
          message.setShareNode(
              ShareNodeMessage.newBuilder().setNode(ref(op.node())).setGrant(grant(op.grant())));
      case Operation.RevokeAccess op ->
          message.setRevokeAccess(
              RevokeAccessMessage.newBuilder()
                  .setNode(ref(op.node()))
                  .setPrincipal(op.principal().value()));
      case Operation.TransferOwnership op ->
          message.setTransferOwnership(
              TransferOwnershipMessage.newBuilder()
                  .setNode(ref(op.node()))
                  .setNewOwner(op.newOwner().value()));
      case Operation.DeleteWhere op -> message.setDeleteWhere(FilterCodec.toMessage(op));
      case Operation.MarkRead op -> message.setMarkRead(ContentCodec.markRead(op));
      case Operation.Managing op -> ContentCodec.put(op, message);
      case Operation.Internal op -> TenantOperationCodec.put(op, message);
    }
    return message.build();
  }

  static List<Operation> fromMessages(List<OperationMessage> messages)
      throws UnknownFormatException {
    var operations = new ArrayList<Operation>(messages.size());
    for (OperationMessage message : messages) {
      operations.add(fromMessage(message));
    }
    return operations;
  }

  private static Operation fromMessage(OperationMessage message) throws UnknownFormatException {
    return switch (message.getOpCase()) {
      case CREATE_NODE -> createNode(message.getCreateNode());
      case UPDATE_NODE -> updateNode(message.getUpdateNode());
      case DELETE_NODE ->
          new Operation.DeleteNode(
              ref(message.getDeleteNode().getNode()), message.getDeleteNode().getHard());
      case CREATE_EDGE -> {
        CreateEdgeMessage op = message.getCreateEdge();
        yield new Operation.CreateEdge(
            op.getEdgeType(),
            ref(op.getFrom()),
            ref(op.getTo()),
            PayloadCodec.fromMessage(op.getProps()));
      }
      case DELETE_EDGE -> {
        DeleteEdgeMessage op = message.getDeleteEdge();
        yield new Operation.DeleteEdge(op.getEdgeType(), ref(op.getFrom()), ref(op.getTo()));
      }
      case SET_VISIBILITY -> {
        SetVisibilityMessage op = message.getSetVisibility();
        yield new Operation.SetVisibility(ref(op.getNode()), acl(op.getAcl()));
      }
      case SHARE_NODE ->
          new Operation.ShareNode(
              ref(message.getShareNode().getNode()), grant(message.getShareNode().getGrant()));
      case REVOKE_ACCESS ->
          new Operation.RevokeAccess(
              ref(message.getRevokeAccess().getNode()),
              new Principal(message.getRevokeAccess().getPrincipal()));
      case TRANSFER_OWNERSHIP ->
          new Operation.TransferOwnership(
              ref(message.getTransferOwnership().getNode()),
              new Principal(message.getTransferOwnership().getNewOwner()));
      case DELETE_WHERE -> FilterCodec.fromMessage(message.getDeleteWhere());
      case MARK_READ -> ContentCodec.markRead(message.getMarkRead());
      case DELEGATE_ACCESS, TRANSFER_CONTENT, REVOKE_ALL_ACCESS, SET_LEGAL_HOLD ->
          ContentCodec.managing(message);
      case PUT_SCHEMA,
          OPEN_TENANT,
          SET_MEMBER,
          REMOVE_MEMBER,
          SET_GROUP_MEMBER,
          REMOVE_GROUP_MEMBER,
          SET_TENANT_STATUS,
          BARRIER,
          CREATE_TENANT,
          CREATE_USER,
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
          REBASED,
          CREATE_API_KEY,
          ROTATE_API_KEY,
          REVOKE_API_KEY ->
          TenantOperationCodec.fromMessage(message);
      case OP_NOT_SET -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }

  private static CreateNodeMessage createNode(Operation.CreateNode op) {
    var message =
        CreateNodeMessage.newBuilder()
            .setTypeId(op.typeId())
            .setId(op.id().value())
            .setAlias(op.alias())
            .setPayload(PayloadCodec.toMessage(op.payload()))
            .setSkipOnConflict(op.onConflict() == OnConflict.SKIP)
            .setStorageModeValue(op.storage().number())
            .setTargetUser(op.storage().userText());
    op.recipients().forEach(each -> message.addRecipients(each.value()));
    op.acl().ifPresent(grants -> message.setAcl(acl(grants)));
    return message.build();
  }

  private static Operation createNode(CreateNodeMessage message) {
    return new Operation.CreateNode(
        message.getTypeId(),
        new NodeId(message.getId()),
        message.getAlias(),
        PayloadCodec.fromMessage(message.getPayload()),
        message.hasAcl() ? Optional.of(acl(message.getAcl())) : Optional.empty(),
        message.getSkipOnConflict() ? OnConflict.SKIP : OnConflict.REFUSE,
        Storage.of(message.getStorageModeValue(), message.getTargetUser()),
        message.getRecipientsList().stream().map(Principal::new).toList());
  }

  private static UpdateNodeMessage updateNode(Operation.UpdateNode op) {
    var message =
        UpdateNodeMessage.newBuilder()
            .setNode(ref(op.node()))
            .setPayload(PayloadCodec.toMessage(op.payload()))
            .setTypeId(op.typeId());
    op.expectedVersion().ifPresent(message::setExpectedVersion);
    op.precondition()
        .ifPresent(
            it ->
                message.setPrecondition(
                    PreconditionMessage.newBuilder()
                        .setFieldId(it.fieldId())
                        .setEquals(PayloadCodec.toMessage(it.equals()))));
    return message.build();
  }

  private static Operation updateNode(UpdateNodeMessage message) throws UnknownFormatException {
    return new Operation.UpdateNode(
        ref(message.getNode()),
        PayloadCodec.fromMessage(message.getPayload()),
        message.hasExpectedVersion()
            ? OptionalLong.of(message.getExpectedVersion())
            : OptionalLong.empty(),
        message.hasPrecondition()
            ? Optional.of(
                new Precondition(
                    message.getPrecondition().getFieldId(),
                    PayloadCodec.fromMessage(message.getPrecondition().getEquals())))
            : Optional.empty(),
        message.getTypeId());
  }

  static NodeRefMessage ref(NodeRef ref) {
    return switch (ref) {
      case NodeRef.ById(NodeId id) -> NodeRefMessage.newBuilder().setId(id.value()).build();
      case NodeRef.ByAlias(String alias) -> NodeRefMessage.newBuilder().setAlias(alias).build();
    };
  }

  static NodeRef ref(NodeRefMessage message) throws UnknownFormatException {
    return switch (message.getRefCase()) {
      case ID -> new NodeRef.ById(new NodeId(message.getId()));
      case ALIAS -> new NodeRef.ByAlias(message.getAlias());
      case REF_NOT_SET -> throw new UnknownFormatException("a node reference without a node");
    };
  }

  private static AclMessage acl(List<Grant> grants) {
    var message = AclMessage.newBuilder();
    grants.forEach(grant -> message.addGrants(grant(grant)));
    return message.build();
  }

  private static List<Grant> acl(AclMessage message) throws InvalidException {
    return message.getGrantsList().stream().map(OperationCodec::grant).toList();
  }

  static GrantMessage grant(Grant grant) {
    return GrantMessage.newBuilder()
        .setPrincipal(grant.principal().value())
        .setCoreCaps(grant.coreCaps())
        .addAllExtCapIds(grant.extCapIds())
        .setExpiresAt(grant.expiresAt())
        .setDeny(grant.deny())
        .build();
  }

  static Grant grant(GrantMessage message) {
    return new Grant(
        new Principal(message.getPrincipal()),
        message.getCoreCaps(),
        message.getExtCapIdsList(),
        message.getExpiresAt(),
        message.getDeny());
  }
}
