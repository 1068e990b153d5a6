package io.entdb.gateway.grpc;

import com.google.protobuf.Value;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Binding;
import io.entdb.gateway.commit.Form;
import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.grpc.v1.CreateEdgeOp;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.DeleteEdgeOp;
import io.entdb.grpc.v1.DeleteNodeOp;
import io.entdb.grpc.v1.DeleteWhereOp;
import io.entdb.grpc.v1.EntValue;
import io.entdb.grpc.v1.NodeConflictPolicy;
import io.entdb.grpc.v1.NodeRef.RefCase;
import io.entdb.grpc.v1.UpdateNodeOp;
import io.entdb.grpc.v1.UpdateNodePrecondition;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Precondition;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.SchemaChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations of plans as messages. Their form is checked at once; the rest when they are bound. */
final class Plans {
  private Plans() {}

  /** Steps in order. An operation with no member set is none, and is passed over. */
  static List<Step> steps(List<io.entdb.grpc.v1.Operation> operations) {
    var steps = new ArrayList<Step>(operations.size());
    for (io.entdb.grpc.v1.Operation operation : operations) {
      switch (operation.getOpCase()) {
        case CREATE_NODE -> steps.add(createNode(operation.getCreateNode()));
        case UPDATE_NODE -> steps.add(updateNode(operation.getUpdateNode()));
        case DELETE_NODE -> steps.add(deleteNode(operation.getDeleteNode()));
        case CREATE_EDGE -> steps.add(createEdge(operation.getCreateEdge()));
        case DELETE_EDGE -> steps.add(deleteEdge(operation.getDeleteEdge()));
        case DELETE_WHERE -> steps.add(deleteWhere(operation.getDeleteWhere()));
        case OP_NOT_SET -> {}
      }
    }
    return steps;
  }

  private static Step createNode(CreateNodeOp op) {
    requireType("create_node", op.getTypeId());
    return Steps.createNode(
        new Steps.NewNode(
            op.getTypeId(),
            op.getId().isEmpty() ? Optional.empty() : Optional.of(new NodeId(op.getId())),
            alias(op.getAs()),
            new Payloads.Message("create_node.data", op.getTypedDataMap(), op.getData()),
            AclEntries.read("create_node.acl", op.getAclList()),
            onConflict(op.getOnConflict()),
            storage(op),
            op.getFanoutToList().stream().map(Principal::parse).toList()));
  }

  private static OnConflict onConflict(NodeConflictPolicy policy) {
    return switch (policy) {
      case NODE_CONFLICT_POLICY_ERROR -> OnConflict.REFUSE;
      case NODE_CONFLICT_POLICY_SKIP -> OnConflict.SKIP;
      case UNRECOGNIZED -> throw ApiException.validation("create_node: unknown on_conflict");
    };
  }

  private static Storage storage(CreateNodeOp op) {
    String user = op.getTargetUserId();
    return switch (op.getStorageMode()) {
      case STORAGE_MODE_USER_MAILBOX -> {
        if (user.isEmpty()) {
          throw ApiException.validation("create_node: a mailbox node needs target_user_id");
        }
        yield new Storage.Mailbox(Principal.parse(user));
      }
      case STORAGE_MODE_TENANT -> of(Storage.ofTenant(), user);
      case STORAGE_MODE_PUBLIC -> of(Storage.ofPublic(), user);
      case UNRECOGNIZED -> throw ApiException.validation("create_node: unknown storage_mode");
    };
  }

  private static Storage of(Storage storage, String user) {
    if (!user.isEmpty()) {
      throw ApiException.validation(
          "create_node: target_user_id is for STORAGE_MODE_USER_MAILBOX only");
    }
    return storage;
  }

  /** An alias as operations and references write it: with {@code $} or without. */
  private static String alias(String text) {
    String bare = text.startsWith("$") ? text.substring(1) : text;
    return bare.isEmpty() ? "" : Binding.alias(bare);
  }

  private static Step updateNode(UpdateNodeOp op) {
    requireType("update_node", op.getTypeId());
    return Steps.updateNode(
        new Steps.Patch(
            nodeId("update_node", op.getId()),
            new Payloads.Message("update_node.patch", op.getTypedPatchMap(), op.getPatch()),
            OptionalLong.empty(),
            op.hasPrecondition()
                ? Optional.of(precondition(op.getPrecondition()))
                : Optional.empty(),
            op.getTypeId()));
  }

  private static Form<Precondition> precondition(UpdateNodePrecondition condition) {
    int fieldId = condition.getFieldId();
    if (fieldId == 0) {
      throw ApiException.validation("update_node: precondition.field_id is required");
    }
    if (fieldId < 1 || fieldId > SchemaChecks.FIELD_ID_MAX) {
      throw ApiException.validation(
          "update_node: precondition.field_id " + fieldId + " is not 1 to 65535");
    }
    return new Condition(
        fieldId,
        condition.hasTypedEquals() ? Optional.of(condition.getTypedEquals()) : Optional.empty(),
        condition.getEquals());
  }

  /** A precondition whose field is not looked up yet. */
  private record Condition(int fieldId, Optional<EntValue> typed, Value json)
      implements Form<Precondition> {
    @Override
    public Precondition read(String owner, List<FieldDef> fields) {
      FieldDef field =
          fields.stream()
              .filter(it -> it.fieldId() == fieldId)
              .findFirst()
              .orElseThrow(() -> ApiException.validation(owner + " has no field " + fieldId));
      return new Precondition(fieldId, FieldValues.read(field, typed, Optional.of(json)));
    }

    @Override
    public Precondition readUntyped() {
      return new Precondition(
          fieldId,
          typed.isPresent()
              ? FieldValues.readUntyped(fieldId, typed.get())
              : FieldValues.readUntyped(fieldId, json));
    }
  }

  /** gRPC's deletes are final: there is no word for a node that is hidden only. */
  private static Step deleteNode(DeleteNodeOp op) {
    requireType("delete_node", op.getTypeId());
    return Steps.deleteNode(nodeId("delete_node", op.getId()), true);
  }

  private static Step deleteWhere(DeleteWhereOp op) {
    requireType("delete_where", op.getTypeId());
    if (op.getWhereCount() == 0) {
      throw ApiException.validation("delete_where: at least one predicate is required");
    }
    return Steps.deleteWhere(
        op.getTypeId(), type -> Filters.read(type, op.getWhereList()), op.getLimit(), true);
  }

  private static Step createEdge(CreateEdgeOp op) {
    requireEdgeType("create_edge", op.getEdgeId());
    return Steps.createEdge(
        op.getEdgeId(),
        ref("create_edge: from", op.getFrom()),
        ref("create_edge: to", op.getTo()),
        new Payloads.Message("create_edge.props", op.getTypedPropsMap(), op.getProps()));
  }

  private static Step deleteEdge(DeleteEdgeOp op) {
    requireEdgeType("delete_edge", op.getEdgeId());
    return Steps.deleteEdge(
        op.getEdgeId(), ref("delete_edge: from", op.getFrom()), ref("delete_edge: to", op.getTo()));
  }

  private static void requireType(String op, int typeId) {
    if (typeId < 1) {
      throw ApiException.validation(op + ": type_id is required, 1 or more");
    }
  }

  private static void requireEdgeType(String op, int edgeId) {
    if (edgeId < 1) {
      throw ApiException.validation(op + ": edge_id is required, 1 or more");
    }
  }

  private static NodeRef nodeId(String op, String id) {
    if (id.isEmpty()) {
      throw ApiException.validation(op + ": id is required");
    }
    return Binding.ref(op + ": id", id);
  }

  private static NodeRef ref(String path, io.entdb.grpc.v1.NodeRef ref) {
    if (ref.getRefCase() == RefCase.ALIAS_REF) {
      String text = ref.getAliasRef();
      return Binding.ref(path, text.startsWith("$") ? text : "$" + text);
    }
    String id =
        switch (ref.getRefCase()) {
          case ID -> ref.getId();
          case TYPED -> ref.getTyped().getId();
          case ALIAS_REF, REF_NOT_SET -> "";
        };
    if (id.isEmpty()) {
      throw new InvalidException(path + ": missing node reference");
    }
    return Binding.ref(path, id);
  }
}
