package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.schema.Types;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.record.NodeRef;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.NodeType;
import io.entdb.store.NodeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the operations of one plan are bound to: the tenant as it is, and what they made so far. */
public final class Binding {
  private final PlanView view;
  private final Map<String, NodeId> aliases = new HashMap<>();
  private final Map<NodeId, Integer> made = new HashMap<>();

  Binding(PlanView view) {
    this.view = view;
  }

  /**
   * A node that the plan changes.
   *
   * @param type empty = none is registered
   * @param before what it held before the plan
   */
  record Target(Optional<NodeType> type, Payload before) {}

  /** A node type; empty = the caller may write without one. Throws where it may not. */
  Optional<NodeType> nodeType(int typeId) {
    return view.mayLackType(typeId)
        ? Optional.empty()
        : Optional.of(Types.node(view.schema(), typeId));
  }

  /** An edge type; empty = the caller may write without one. Throws where it may not. */
  Optional<EdgeType> edgeType(int edgeType) {
    return view.mayLackEdgeType(edgeType)
        ? Optional.empty()
        : Optional.of(Types.edge(view.schema(), edgeType));
  }

  NodeId newId(int operationIndex) {
    return view.ids().of(operationIndex);
  }

  /** Remembers a node that the plan makes. */
  void made(NodeId id, String alias, int typeId) {
    if (!alias.isEmpty() && aliases.put(alias, id) != null) {
      throw ApiException.validation("alias \"" + alias + "\" is given twice in this plan");
    }
    made.put(id, typeId);
  }

  /** Throws when a reference names an alias that no earlier operation gave. */
  NodeRef known(NodeRef ref) {
    if (ref instanceof NodeRef.ByAlias(String alias) && !aliases.containsKey(alias)) {
      throw ApiException.validation(
          "alias \"$" + alias + "\" is not given by an earlier operation of this plan");
    }
    return ref;
  }

  /** The same, where a step has more than one reference. */
  NodeRef known(String which, NodeRef ref) {
    try {
      return known(ref);
    } catch (ApiException e) {
      throw e.saying(which + ": " + e.getMessage());
    }
  }

  /**
   * The node that a reference names.
   *
   * @param typeId what the client takes its type to be; 0 = it does not say
   * @throws ApiException NOT_FOUND when the caller sees no such node
   */
  Target target(NodeRef ref, int typeId) {
    NodeId id =
        switch (known(ref)) {
          case NodeRef.ById(NodeId given) -> given;
          case NodeRef.ByAlias(String alias) -> aliases.getOrDefault(alias, new NodeId(alias));
        };
    Integer madeType = made.get(id);
    if (madeType != null) {
      return new Target(nodeType(madeType), Payload.EMPTY);
    }
    Optional<NodeView> node = view.node(id);
    if (node.isEmpty() && view.mayLackNode(typeId)) {
      return new Target(Optional.empty(), Payload.EMPTY);
    }
    if (node.isEmpty()) {
      throw ApiException.notFound("node \"" + id + "\" does not exist").with("node_id", id.value());
    }
    return new Target(nodeType(node.get().typeId()), node.get().payload());
  }

  /**
   * A reference as clients write it: an id, {@code $alias} or {@code $alias.id}.
   *
   * @throws InvalidException when it is none
   */
  public static NodeRef ref(String path, String text) {
    try {
      if (!text.startsWith("$")) {
        return new NodeRef.ById(new NodeId(text));
      }
      int dot = text.indexOf('.');
      return new NodeRef.ByAlias(alias(dot < 0 ? text.substring(1) : text.substring(1, dot)));
    } catch (InvalidException e) {
      throw new InvalidException(path + ": " + e.getMessage());
    }
  }

  /** An alias: what may be a node id, without a dot. */
  public static String alias(String text) {
    if (text.indexOf('.') >= 0) {
      throw new InvalidException("an alias holds no dot");
    }
    return new NodeId(text).value();
  }
}
