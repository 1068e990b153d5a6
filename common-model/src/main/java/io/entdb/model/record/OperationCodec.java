package io.entdb.model.record;

import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.proto.AclMessage;
import io.entdb.model.proto.CreateEdgeMessage;
import io.entdb.model.proto.CreateNodeMessage;
import io.entdb.model.proto.CreateTenantMessage;
import io.entdb.model.proto.DeleteEdgeMessage;
import io.entdb.model.proto.DeleteNodeMessage;
import io.entdb.model.proto.GrantMessage;
import io.entdb.model.proto.MemberMessage;
import io.entdb.model.proto.NodeRefMessage;
import io.entdb.model.proto.OpenTenantMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.PreconditionMessage;
import io.entdb.model.proto.PutSchemaMessage;
import io.entdb.model.proto.SetVisibilityMessage;
import io.entdb.model.proto.UpdateNodeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations as messages of the log. */
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
      case Operation.PutSchema op ->
          message.setPutSchema(
              PutSchemaMessage.newBuilder().setSchema(SchemaCodec.toMessage(op.schema())));
      case Operation.OpenTenant op -> message.setOpenTenant(openTenant(op));
      case Operation.CreateTenant op ->
          message.setCreateTenant(
              CreateTenantMessage.newBuilder()
                  .setTenantId(op.tenant().value())
                  .setName(op.name())
                  .setOwner(op.owner().value())
                  .setPartition(op.partition())
                  .setLogStart(op.logStart()));
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
      case PUT_SCHEMA ->
          new Operation.PutSchema(SchemaCodec.fromMessage(message.getPutSchema().getSchema()));
      case OPEN_TENANT -> openTenant(message.getOpenTenant());
      case CREATE_TENANT -> {
        CreateTenantMessage op = message.getCreateTenant();
        yield new Operation.CreateTenant(
            new TenantId(op.getTenantId()),
            op.getName(),
            new Principal(op.getOwner()),
            op.getPartition(),
            op.getLogStart());
      }
      case OP_NOT_SET -> throw new UnknownFormatException("an operation this binary does not know");
    };
  }

  private static CreateNodeMessage createNode(Operation.CreateNode op) {
    var message =
        CreateNodeMessage.newBuilder()
            .setTypeId(op.typeId())
            .setId(op.id().value())
            .setAlias(op.alias())
            .setPayload(PayloadCodec.toMessage(op.payload()));
    op.acl().ifPresent(grants -> message.setAcl(acl(grants)));
    return message.build();
  }

  private static Operation createNode(CreateNodeMessage message) {
    return new Operation.CreateNode(
        message.getTypeId(),
        new NodeId(message.getId()),
        message.getAlias(),
        PayloadCodec.fromMessage(message.getPayload()),
        message.hasAcl() ? Optional.of(acl(message.getAcl())) : Optional.empty());
  }

  private static UpdateNodeMessage updateNode(Operation.UpdateNode op) {
    var message =
        UpdateNodeMessage.newBuilder()
            .setNode(ref(op.node()))
            .setPayload(PayloadCodec.toMessage(op.payload()));
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
            : Optional.empty());
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
    for (MemberMessage member : message.getMembersList()) {
      Role role =
          Role.ofWord(member.getRole())
              .orElseThrow(() -> new UnknownFormatException("role " + member.getRole()));
      members.add(new Member(new Principal(member.getUser()), role));
    }
    return new Operation.OpenTenant(members, SchemaCodec.fromMessage(message.getSchema()));
  }

  private static NodeRefMessage ref(NodeRef ref) {
    return switch (ref) {
      case NodeRef.ById(NodeId id) -> NodeRefMessage.newBuilder().setId(id.value()).build();
      case NodeRef.ByAlias(String alias) -> NodeRefMessage.newBuilder().setAlias(alias).build();
    };
  }

  private static NodeRef ref(NodeRefMessage message) throws UnknownFormatException {
    return switch (message.getRefCase()) {
      case ID -> new NodeRef.ById(new NodeId(message.getId()));
      case ALIAS -> new NodeRef.ByAlias(message.getAlias());
      case REF_NOT_SET -> throw new UnknownFormatException("a node reference without a node");
    };
  }

  private static AclMessage acl(List<Grant> grants) {
    var message = AclMessage.newBuilder();
    for (Grant grant : grants) {
      message.addGrants(
          GrantMessage.newBuilder()
              .setPrincipal(grant.principal().value())
              .setCoreCaps(grant.coreCaps())
              .addAllExtCapIds(grant.extCapIds())
              .setExpiresAt(grant.expiresAt())
              .setDeny(grant.deny()));
    }
    return message.build();
  }

  private static List<Grant> acl(AclMessage message) throws InvalidException {
    return message.getGrantsList().stream()
        .map(
            grant ->
                new Grant(
                    new Principal(grant.getPrincipal()),
                    grant.getCoreCaps(),
                    grant.getExtCapIdsList(),
                    grant.getExpiresAt(),
                    grant.getDeny()))
        .toList();
  }
}
