package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.UnknownType;
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
 * The steps of plans, whatever protocol they came by. Payloads and preconditions are forms, because
 * clients write them in terms of a type that is looked up later.
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
      Form<Payload> payload,
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

  /**
   * A change of a node.
   *
   * @param typeId what the client takes the node's type to be; 0 = it does not say
   */
  public record Patch(
      NodeRef node,
      Form<Payload> payload,
      OptionalLong expectedVersion,
      Optional<Form<Precondition>> precondition,
      int typeId) {}

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
      Optional<NodeType> type = binding.nodeType(node.typeId());
      Payload fields =
          type.map(it -> ofType(node.payload(), it)).orElseGet(node.payload()::readUntyped);
      type.ifPresent(
          it -> refuse(PayloadCheck.forCreate(it, PayloadCheck.withDefaults(it, fields))));
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
      Binding.Target target = binding.target(patch.node(), patch.typeId());
      Optional<NodeType> type = target.type();
      Payload fields =
          type.map(it -> ofType(patch.payload(), it)).orElseGet(patch.payload()::readUntyped);
      type.ifPresent(it -> refuse(PayloadCheck.forUpdate(it, target.before(), fields)));
      return new Operation.UpdateNode(
          patch.node(),
          fields,
          patch.expectedVersion(),
          patch
              .precondition()
              .map(form -> type.map(it -> ofType(form, it)).orElseGet(form::readUntyped)),
          patch.typeId());
    };
  }

  private static <T> T ofType(Form<T> form, NodeType type) {
    return form.read("type " + type.typeId(), type.fields());
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
      NodeType type = binding.nodeType(typeId).orElseThrow(() -> UnknownType.node(typeId));
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

  public static Step createEdge(int edgeType, NodeRef from, NodeRef to, Form<Payload> props) {
    return (binding, index) -> {
      Optional<EdgeType> type = binding.edgeType(edgeType);
      Payload fields =
          type.map(it -> props.read("edge type " + it.edgeId(), it.props()))
              .orElseGet(props::readUntyped);
      type.ifPresent(
          it -> refuse(PayloadCheck.forProps(it, PayloadCheck.withDefaults(it, fields))));
      return new Operation.CreateEdge(
          edgeType,
          binding.known("create_edge: from", from),
          binding.known("create_edge: to", to),
          fields);
    };
  }

  public static Step deleteEdge(int edgeType, NodeRef from, NodeRef to) {
    return (binding, index) ->
        new Operation.DeleteEdge(
            edgeType,
            binding.known("delete_edge: from", from),
            binding.known("delete_edge: to", to));
  }

  private static void refuse(Optional<PayloadCheck.Problem> problem) {
    problem.ifPresent(
        found -> {
          throw ApiException.validation(found.message())
              .with("field_id", JsonValue.Num.of(found.fieldId()));
        });
  }
}
