package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Precondition;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.PayloadCheck;
import io.entdb.store.rules.FilterMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The steps of plans, whatever protocol they came by. Payloads and preconditions are functions of
 * the type, because clients write them in terms of it.
 */
public final class Steps {
  private Steps() {}

  /**
   * A node to be made.
   *
   * @param id empty = one is derived
   * @param alias empty = none
   */
  public record NewNode(
      int typeId,
      Optional<NodeId> id,
      String alias,
      Function<NodeType, Payload> payload,
      Optional<List<Grant>> acl,
      OnConflict onConflict,
      Storage storage,
      List<Principal> recipients) {
    public NewNode {
      recipients = List.copyOf(recipients);
      Recipients.check(recipients, storage);
      if (storage instanceof Storage.Mailbox && !acl.orElse(List.of()).isEmpty()) {
        throw ApiException.validation("acl: a mailbox node is its user's alone and takes no ACL");
      }
    }
  }

  /** A change of a node. */
  public record Patch(
      NodeRef node,
      Function<NodeType, Payload> payload,
      OptionalLong expectedVersion,
      Optional<Function<NodeType, Precondition>> precondition) {}

  /**
   * A plan of these steps.
   *
   * @throws ApiException when there are none, or too many
   */
  public static PlanBody plan(List<Step> steps) {
    requireCount(steps.size());
    return view -> new BoundPlan(Optional.empty(), bind(steps, view));
  }

  /** Throws when a plan may not have this many operations. */
  public static void requireCount(int operations) {
    if (operations == 0) {
      throw ApiException.invalidRequest("operations list is empty");
    }
    if (operations > Limits.OPERATIONS_MAX) {
      throw ApiException.validation(
          operations + " operations; at most " + Limits.OPERATIONS_MAX + " are allowed");
    }
  }

  /** Binds steps in order; a refusal names the one at fault. */
  public static List<Operation.Client> bind(List<Step> steps, PlanView view) {
    var binding = new Binding(view);
    var bound = new ArrayList<Operation.Client>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      try {
        bound.add(steps.get(i).bind(binding, i));
      } catch (ApiException e) {
        throw e.with("op_index", JsonValue.Num.of(i));
      }
    }
    return bound;
  }

  public static Step createNode(NewNode node) {
    return (binding, index) -> {
      NodeType type = binding.nodeType(node.typeId());
      Payload fields = node.payload().apply(type);
      refuse(PayloadCheck.forCreate(type, PayloadCheck.withDefaults(type, fields)));
      NodeId id = node.id().orElseGet(() -> binding.newId(index));
      binding.made(id, node.alias(), node.typeId());
      return new Operation.CreateNode(
          node.typeId(),
          id,
          node.alias(),
          fields,
          node.acl(),
          node.onConflict(),
          node.storage(),
          node.recipients());
    };
  }

  public static Step updateNode(Patch patch) {
    return (binding, index) -> {
      Binding.Target target = binding.target(patch.node());
      NodeType type = target.type();
      Payload fields = patch.payload().apply(type);
      refuse(PayloadCheck.forUpdate(type, target.before(), fields));
      return new Operation.UpdateNode(
          patch.node(),
          fields,
          patch.expectedVersion(),
          patch.precondition().map(condition -> condition.apply(type)));
    };
  }

  public static Step deleteNode(NodeRef node, boolean hard) {
    return (binding, index) -> new Operation.DeleteNode(binding.known(node), hard);
  }

  /**
   * Deletes what meets conditions.
   *
   * @param where the conditions, as a function of the type
   * @param limit as in {@link Operation.DeleteWhere}
   */
  public static Step deleteWhere(
      int typeId, Function<NodeType, List<Filter>> where, int limit, boolean hard) {
    return (binding, index) -> {
      NodeType type = binding.nodeType(typeId);
      List<Filter> filters = where.apply(type);
      if (filters.isEmpty()) {
        throw ApiException.validation("delete_where takes one condition or more");
      }
      refuse(FilterMatch.problem(filters, type));
      return new Operation.DeleteWhere(typeId, filters, limit, hard);
    };
  }

  /** Marks the item about a node read, or all items of a mailbox. */
  public static Step markRead(Principal user, Optional<NodeId> node) {
    return (binding, index) -> new Operation.MarkRead(user, node.map(NodeRef.ById::new));
  }

  public static Step setVisibility(NodeRef node, List<Grant> acl) {
    return (binding, index) -> new Operation.SetVisibility(binding.known(node), acl);
  }

  public static Step createEdge(
      int edgeType, NodeRef from, NodeRef to, Function<EdgeType, Payload> props) {
    return (binding, index) -> {
      EdgeType type = binding.edgeType(edgeType);
      Payload fields = props.apply(type);
      refuse(PayloadCheck.forProps(type, PayloadCheck.withDefaults(type, fields)));
      return new Operation.CreateEdge(edgeType, binding.known(from), binding.known(to), fields);
    };
  }

  public static Step deleteEdge(int edgeType, NodeRef from, NodeRef to) {
    return (binding, index) ->
        new Operation.DeleteEdge(edgeType, binding.known(from), binding.known(to));
  }

  private static void refuse(Optional<PayloadCheck.Problem> problem) {
    problem.ifPresent(
        found -> {
          throw ApiException.validation(found.message())
              .with("field_id", JsonValue.Num.of(found.fieldId()));
        });
  }
}
