package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.BoundPlan;
import io.entdb.gateway.commit.Committer;
import io.entdb.gateway.commit.PlanBody;
import io.entdb.gateway.commit.PlanRequest;
import io.entdb.gateway.commit.PlanView;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.schema.GuardedOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shares single nodes, revokes shares, and gives nodes to other owners: plans of one operation. */
public final class Sharing {
  private static final Set<String> OWNER_KINDS =
      Set.of("user", "group", "service", "system", "admin");

  private final Committer committer;

  public Sharing(Committer committer) {
    this.committer = committer;
  }

  /**
   * Gives a principal a grant, in place of the one it has; for the owner and holders of what its
   * type asks for (ADMIN).
   *
   * @param content what the client gave, so that a retry under its key is known
   */
  public Receipt share(ControlCall call, NodeId node, Grant grant, JsonValue content) {
    return commit(
        call,
        "share",
        content,
        view -> {
          require(GuardedOperation.SHARE_NODE, call, view, node);
          return plan(new Operation.ShareNode(new NodeRef.ById(node), grant));
        });
  }

  /**
   * Takes a principal's grant away; for the owner and holders of what its type asks for (ADMIN).
   */
  public Receipt revoke(ControlCall call, NodeId node, Principal principal) {
    return commit(
        call,
        "revoke",
        content(node, principal),
        view -> {
          require(GuardedOperation.REVOKE_ACCESS, call, view, node);
          return plan(new Operation.RevokeAccess(new NodeRef.ById(node), principal));
        });
  }

  /** Gives a node to another owner; for its owner alone. Grants stay. */
  public Receipt transfer(ControlCall call, NodeId node, Principal newOwner) {
    if (!OWNER_KINDS.contains(newOwner.kind())) {
      throw ApiException.validation("\"" + newOwner + "\" cannot own a node");
    }
    return commit(
        call,
        "transfer",
        content(node, newOwner),
        view -> {
          var owner = view.node(node).orElseThrow(() -> notFound(node)).owner();
          if (!owner.equals(call.caller().actor())) {
            throw ApiException.forbidden(
                "only the current owner of node \"" + node + "\" can transfer ownership");
          }
          return plan(new Operation.TransferOwnership(new NodeRef.ById(node), newOwner));
        });
  }

  private Receipt commit(ControlCall call, String what, JsonValue content, PlanBody body) {
    var hash = RequestHashes.of(call.caller(), call.tenant(), what, content);
    var key = call.key().orElseGet(() -> new IdempotencyKey(what + ":" + UUID.randomUUID()));
    return committer.commit(
        new PlanRequest(
            call.tenant(), call.caller(), key, hash, body, Optional.of(call.timeout())));
  }

  private static BoundPlan plan(Operation.Client operation) {
    return new BoundPlan(Optional.empty(), List.of(operation));
  }

  private static void require(
      GuardedOperation operation, ControlCall call, PlanView view, NodeId node) {
    if (view.node(node).isEmpty()) {
      throw notFound(node);
    }
    if (!view.may(operation, node)) {
      int type = view.node(node).orElseThrow(() -> notFound(node)).typeId();
      throw ApiException.forbidden(
          "actor \""
              + call.caller().actor()
              + "\" lacks "
              + view.schema().capabilities(type).requirement(operation)
              + " on node \""
              + node
              + "\"");
    }
  }

  private static ApiException notFound(NodeId node) {
    return ApiException.notFound("node \"" + node + "\" does not exist")
        .with("node_id", node.value());
  }

  private static JsonValue content(NodeId node, Principal principal) {
    return JsonValue.Obj.of(
        Map.of(
            "node_id", new JsonValue.Text(node.value()),
            "principal", new JsonValue.Text(principal.value())));
  }
}
