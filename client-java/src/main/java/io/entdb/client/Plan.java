package io.entdb.client;

import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CreateEdgeOp;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.DeleteEdgeOp;
import io.entdb.grpc.v1.DeleteNodeOp;
import io.entdb.grpc.v1.NodeConflictPolicy;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.UpdateNodeOp;
import io.entdb.grpc.v1.UpdateNodePrecondition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations that happen together or not at all. A plan has its idempotency key from the start, so
 * committing the same one again, after a crash even, happens once. For one thread.
 */
public final class Plan {
  private final String key;
  private final List<Operation> operations = new ArrayList<>();
  private int made;

  private Plan(String key) {
    this.key = key;
  }

  /** An empty plan with a new key. */
  public static Plan create() {
    return new Plan(UUID.randomUUID().toString());
  }

  /** An empty plan with a key of the caller's, who keeps it for a retry. */
  public static Plan withKey(String idempotencyKey) {
    return new Plan(idempotencyKey);
  }

  /** Makes a node and names it for later operations of this plan. */
  public Ref create(int typeId, Fields fields) {
    return create(typeId, fields, node -> {});
  }

  /** Makes a node with more than its fields. */
  public Ref create(int typeId, Fields fields, Consumer<NewNode> more) {
    var alias = "n" + made++;
    var message =
        CreateNodeOp.newBuilder()
            .setTypeId(typeId)
            .setAs(alias)
            .putAllTypedData(fields.toMessages());
    more.accept(new NewNode(message));
    operations.add(Operation.newBuilder().setCreateNode(message).build());
    return new Ref.Made(alias);
  }

  /** What a new node may have besides its fields. */
  public static final class NewNode {
    private final CreateNodeOp.Builder message;

    private NewNode(CreateNodeOp.Builder message) {
      this.message = message;
    }

    /** An id of the caller's instead of a new one. */
    public NewNode id(String nodeId) {
      message.setId(nodeId);
      return this;
    }

    /** One more in its ACL; a node without ACL is open to the tenant's members. */
    public NewNode grant(String principal, String permission) {
      message.addAcl(
          AclEntry.newBuilder().setPrincipal(principal).setPermission(permission).build());
      return this;
    }

    /** Takes the node that holds the unique key already, where one does. */
    public NewNode orExisting() {
      message.setOnConflict(NodeConflictPolicy.NODE_CONFLICT_POLICY_SKIP);
      return this;
    }
  }

  /** Sets fields of a node; others stay. */
  public Plan update(int typeId, Ref node, Fields changes) {
    operations.add(Operation.newBuilder().setUpdateNode(changed(typeId, node, changes)).build());
    return this;
  }

  /**
   * The same, if a field holds a value; otherwise nothing of the plan happens.
   *
   * @param expected null = the field has no value
   */
  public Plan updateIf(
      int typeId, Ref node, int fieldId, @Nullable Object expected, Fields changes) {
    var precondition =
        UpdateNodePrecondition.newBuilder()
            .setFieldId(fieldId)
            .setTypedEquals(Fields.toMessage(expected));
    operations.add(
        Operation.newBuilder()
            .setUpdateNode(changed(typeId, node, changes).setPrecondition(precondition))
            .build());
    return this;
  }

  private static UpdateNodeOp.Builder changed(int typeId, Ref node, Fields changes) {
    return UpdateNodeOp.newBuilder()
        .setTypeId(typeId)
        .setId(node.text())
        .putAllTypedPatch(changes.toMessages());
  }

  /** Removes a node and its edges; nothing happens where there is none. */
  public Plan delete(int typeId, Ref node) {
    operations.add(
        Operation.newBuilder()
            .setDeleteNode(DeleteNodeOp.newBuilder().setTypeId(typeId).setId(node.text()))
            .build());
    return this;
  }

  /** Makes an edge, or replaces the props of the one with the same type and ends. */
  public Plan connect(int edgeType, Ref from, Ref to, Fields props) {
    operations.add(
        Operation.newBuilder()
            .setCreateEdge(
                CreateEdgeOp.newBuilder()
                    .setEdgeId(edgeType)
                    .setFrom(from.toMessage())
                    .setTo(to.toMessage())
                    .putAllTypedProps(props.toMessages()))
            .build());
    return this;
  }

  /** Removes an edge; nothing happens where there is none. */
  public Plan disconnect(int edgeType, Ref from, Ref to) {
    operations.add(
        Operation.newBuilder()
            .setDeleteEdge(
                DeleteEdgeOp.newBuilder()
                    .setEdgeId(edgeType)
                    .setFrom(from.toMessage())
                    .setTo(to.toMessage()))
            .build());
    return this;
  }

  /** What makes a retry safe. */
  public String idempotencyKey() {
    return key;
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }
}
