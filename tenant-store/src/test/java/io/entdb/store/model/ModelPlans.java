package io.entdb.store.model;

import io.entdb.model.Grant;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.store.Shop;
import io.entdb.store.model.ModelState.Edge;
import io.entdb.store.model.ModelState.Ends;
import io.entdb.store.model.ModelState.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a plan of one actor makes of a state, or that it is refused. */
final class ModelPlans {
  private final ModelState state;
  private final Principal actor;
  private final ModelAccess access;
  private final ModelManagement management;
  private final ModelMail mail;
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final List<Runnable> atEnd = new ArrayList<>();

  /** Ends a plan: nothing of it happens. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  private ModelPlans(ModelState state, Principal actor) {
    this.state = state;
    this.actor = actor;
    this.access = new ModelAccess(state, actor);
    this.management = new ModelManagement(state, access);
    this.mail = new ModelMail(state, access, actor);
  }

  /**
   * Carries a plan out on a state that is thrown away when it is refused.
   *
   * @return for each step what its result says: node, whether it was there, counts
   */
  static List<String> carryOut(ModelState state, Principal actor, List<Operation> plan) {
    var plans = new ModelPlans(state, actor);
    plans.checkGate(plan);
    var results = new ArrayList<String>();
    for (Operation step : plan) {
      if (step instanceof Operation.Client client) {
        results.add(plans.step(client));
      } else {
        plans.management.manage(step);
      }
    }
    plans.atEnd.forEach(Runnable::run);
    return results;
  }

  private void checkGate(List<Operation> plan) {
    boolean internal = plan.stream().noneMatch(it -> it instanceof Operation.Client);
    if (internal) {
      return;
    }
    boolean mailOnly = plan.stream().allMatch(it -> it instanceof Operation.MarkRead);
    require(access.isRoot() || access.role().isPresent(), "no member");
    require(access.mayWrite() || mailOnly, "no writer");
    require(!state.archived, "archived");
    boolean deletes =
        plan.stream()
            .anyMatch(
                it ->
                    it instanceof Operation.DeleteNode
                        || it instanceof Operation.DeleteEdge
                        || it instanceof Operation.DeleteWhere);
    require(!(state.held && deletes), "held");
    boolean managing = plan.stream().anyMatch(it -> it instanceof Operation.Managing);
    require(!managing || plan.size() == 1, "managing with others");
  }

  private String step(Operation.Client step) {
    return switch (step) {
      case Operation.CreateNode op -> create(op);
      case Operation.UpdateNode op -> update(op);
      case Operation.DeleteNode op -> delete(op);
      case Operation.DeleteWhere op -> deleteWhere(op);
      case Operation.CreateEdge op -> createEdge(op);
      case Operation.DeleteEdge op -> deleteEdge(op);
      case Operation.SetVisibility op -> {
        Node node = shareable(visible(id(op.node())), "ADMIN");
        state.put(
            node.with(
                Optional.of(List.copyOf(ModelState.byPrincipal(op.acl()).values())), state.time));
        yield told(node.id(), true);
      }
      case Operation.ShareNode op -> {
        Node node = shareable(visible(id(op.node())), "ADMIN");
        state.share(node, op.grant());
        yield told(node.id(), true);
      }
      case Operation.RevokeAccess op -> {
        Node node = visible(id(op.node()));
        shareable(node, ModelNeeds.toRevoke(node.type()));
        yield told(node.id(), state.unshare(node, op.principal()));
      }
      case Operation.TransferOwnership op -> {
        Node node = visible(id(op.node()));
        require(node.owner().equals(actor.value()), "not the owner");
        state.put(node.ownedBy(op.newOwner().value(), state.time));
        yield told(node.id(), true);
      }
      case Operation.MarkRead op -> mail.markRead(op, op.node().map(this::id));
      case Operation.Managing op -> management.step(op);
    };
  }

  private String create(Operation.CreateNode op) {
    require(
        op.typeId() == Shop.ITEM || op.payload().get(Shop.NAME) instanceof Value.Str, "no name");
    requireFields(op.typeId(), op.payload());
    String id = op.id().value();
    Optional<String> taken = holderOfAnyKey(op.typeId(), op.payload(), id);
    if (op.onConflict() == Operation.CreateNode.OnConflict.SKIP) {
      Optional<String> holder = holderOfAnyKey(op.typeId(), op.payload(), "");
      if (holder.isPresent()) {
        name(op.alias(), holder.get());
        return told(holder.get(), true);
      }
    }
    require(!state.nodes.containsKey(id), "id taken");
    require(taken.isEmpty(), "key taken");
    name(op.alias(), id);
    boolean isMail = op.storage() instanceof Storage.Mailbox;
    require(!isMail || op.acl().orElse(List.of()).isEmpty(), "acl in mailbox");
    Optional<List<Grant>> acl =
        isMail
            ? Optional.empty()
            : op.acl().map(it -> List.copyOf(ModelState.byPrincipal(it).values()));
    var node =
        new Node(
            id,
            op.typeId(),
            op.payload(),
            actor.value(),
            acl,
            1,
            state.time,
            state.time,
            false,
            op.storage());
    made.add(id);
    state.put(node);
    mail.deliver(op);
    checkRefsAtEnd(node);
    return told(id, false);
  }

  private String update(Operation.UpdateNode op) {
    Node before = visible(id(op.node()));
    for (String need : ModelNeeds.toSet(before.type(), op.payload())) {
      require(may(need, before), "no " + need);
    }
    require(
        op.expectedVersion().isEmpty() || op.expectedVersion().getAsLong() == before.version(),
        "version");
    if (op.precondition().isPresent()) {
      Value stored =
          before.payload().fields().getOrDefault(op.precondition().get().fieldId(), Value.NULL);
      require(stored.equals(op.precondition().get().equals()), "precondition");
    }
    boolean losesName =
        before.type() == Shop.PERSON
            && Value.NULL.equals(op.payload().get(Shop.NAME))
            && before.payload().get(Shop.NAME) instanceof Value.Str;
    require(!losesName, "name lost");
    requireFields(before.type(), op.payload());
    var fields = new TreeMap<>(before.payload().fields());
    fields.putAll(op.payload().fields());
    Node after = before.with(new Payload(fields), state.time);
    require(holderOfAnyKey(after.type(), after.payload(), after.id()).isEmpty(), "key taken");
    state.put(after);
    checkRefsAtEnd(after);
    return told(after.id(), true);
  }

  private static void requireFields(int type, Payload payload) {
    require(type == Shop.PERSON || Set.of(1).containsAll(payload.fields().keySet()), "no field");
    require(
        type != Shop.PERSON
            || !(payload.get(Shop.STATE) instanceof Value.Str(String word))
            || word.equals("new")
            || word.equals("old"),
        "no such state");
  }

  /**
   * The live node, other than one, that holds the first key taken: e-mail, then city and street.
   */
  private Optional<String> holderOfAnyKey(int type, Payload payload, String except) {
    if (type != Shop.PERSON) {
      return Optional.empty();
    }
    return holder(payload, List.of(Shop.EMAIL), except)
        .or(() -> holder(payload, List.of(Shop.CITY, Shop.STREET), except));
  }

  private Optional<String> holder(Payload payload, List<Integer> fields, String except) {
    if (fields.stream().anyMatch(it -> !(payload.get(it) instanceof Value.Str))) {
      return Optional.empty();
    }
    return state.nodes.values().stream()
        .filter(node -> node.type() == Shop.PERSON && !node.deleted() && !node.id().equals(except))
        .filter(
            node ->
                fields.stream()
                    .allMatch(it -> Objects.equals(payload.get(it), node.payload().get(it))))
        .map(Node::id)
        .findFirst();
  }

  /** A ref must lead to a live person, unless a later step changed the node again. */
  private void checkRefsAtEnd(Node node) {
    atEnd.add(
        () -> {
          if (node.equals(state.nodes.get(node.id()))
              && node.type() == Shop.PERSON
              && node.payload().get(Shop.FRIEND) instanceof Value.Str(String friend)) {
            require(
                state.live(friend).filter(it -> it.type() == Shop.PERSON).isPresent(), "no friend");
          }
        });
  }

  private String delete(Operation.DeleteNode op) {
    String id = id(op.node());
    Optional<Node> node =
        Optional.ofNullable(state.nodes.get(id))
            .filter(it -> op.hard() || !it.deleted())
            .filter(this::sees);
    if (node.isEmpty()) {
      return told(id, false);
    }
    require(may(ModelNeeds.toDelete(node.get().type()), node.get()), "no delete");
    state.remove(node.get(), op.hard());
    return told(id, true);
  }

  private String deleteWhere(Operation.DeleteWhere op) {
    List<Node> chosen =
        state.nodes.values().stream()
            .filter(node -> node.type() == op.typeId() && !node.deleted() && !node.isMail())
            .filter(node -> op.where().stream().allMatch(it -> meets(node, it)))
            .filter(node -> sees(node) && may(ModelNeeds.toDelete(node.type()), node))
            .limit(op.limit() <= 0 ? 1_000 : op.limit())
            .toList();
    chosen.forEach(node -> state.remove(node, op.hard()));
    return told("", false) + " deleted=" + chosen.size();
  }

  private static boolean meets(Node node, io.entdb.model.Filter filter) {
    return ModelReads.meets(node.payload(), filter);
  }

  private String createEdge(Operation.CreateEdge op) {
    var ends = new Ends(op.edgeType(), id(op.from()), id(op.to()));
    boolean existing = state.edges.containsKey(ends);
    if (op.edgeType() == Shop.SPOUSE && !existing) {
      require(
          state.edges.keySet().stream()
              .noneMatch(it -> it.type() == Shop.SPOUSE && it.from().equals(ends.from())),
          "second spouse");
    }
    state.edges.remove(ends);
    state.edges.put(ends, new Edge(ends, op.props(), state.time));
    atEnd.add(() -> checkEnds(ends, existing));
    return told("", existing);
  }

  private void checkEnds(Ends ends, boolean existing) {
    if (!state.edges.containsKey(ends)) {
      return;
    }
    Node from = visible(ends.from());
    Node to = visible(ends.to());
    require(may(ModelNeeds.toJoin(from.type(), to.type()), from), "no edit of the source");
    require(
        ends.type() == ModelWorkload.HOLDS
            || (from.type() == Shop.PERSON && to.type() == Shop.PERSON),
        "types of ends");
    if (ends.type() == ModelWorkload.HOLDS && !existing) {
      require(may("ADMIN", to), "no admin of the target");
    }
    require(rank(from) > rank(to) || from.storage().equals(to.storage()), "more private");
  }

  private static int rank(Node node) {
    return switch (node.storage()) {
      case Storage.Public _ -> 0;
      case Storage.Tenant _ -> 1;
      case Storage.Mailbox _ -> 2;
    };
  }

  private String deleteEdge(Operation.DeleteEdge op) {
    var ends = new Ends(op.edgeType(), id(op.from()), id(op.to()));
    if (!state.edges.containsKey(ends)) {
      return told("", false);
    }
    // One that this very plan hung to nothing has no source, until the plan's end is checked.
    Optional<Node> from = Optional.ofNullable(state.nodes.get(ends.from()));
    if (from.isPresent() && !sees(from.get())) {
      return told("", false);
    }
    require(from.isEmpty() || may("EDIT", from.get()), "no edit of the source");
    state.edges.remove(ends);
    return told("", true);
  }

  private Node shareable(Node node, String need) {
    require(may(need, node) && !node.isMail(), "no " + need);
    return node;
  }

  private Node visible(String id) {
    Optional<Node> node = state.live(id).filter(this::sees);
    require(node.isPresent(), "no node " + id);
    return node.orElseThrow();
  }

  private boolean sees(Node node) {
    return made.contains(node.id()) || access.sees(node);
  }

  private boolean may(String need, Node node) {
    return made.contains(node.id()) || access.may(need, node);
  }

  private void name(String alias, String id) {
    require(alias.isEmpty() || aliases.put(alias, id) == null, "alias twice");
  }

  private String id(NodeRef ref) {
    return switch (ref) {
      case NodeRef.ById(var id) -> id.value();
      case NodeRef.ByAlias(String alias) -> {
        require(aliases.containsKey(alias), "no alias");
        yield Objects.requireNonNull(aliases.get(alias));
      }
    };
  }

  static String told(String node, boolean existing) {
    return node + " " + existing;
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Refused(otherwise);
    }
  }
}
