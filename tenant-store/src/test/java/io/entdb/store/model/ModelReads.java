package io.entdb.store.model;

import io.entdb.model.Filter;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.store.NodeQuery;
import io.entdb.store.Shop;
import io.entdb.store.model.ModelState.Edge;
import io.entdb.store.model.ModelState.Item;
import io.entdb.store.model.ModelState.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one actor reads, in the tenant or in a mailbox. Answers are ids, or texts that say all. */
final class ModelReads {
  private static final Comparator<Node> YOUNGEST_FIRST =
      Comparator.comparingLong(Node::created).reversed().thenComparing(Node::id);

  private final ModelState state;
  private final ModelAccess access;
  private final @Nullable Principal mailbox;

  /**
   * Reads of one actor.
   *
   * @param mailbox whose mailbox nodes are asked for; null = the tenant's own nodes
   */
  ModelReads(ModelState state, Principal actor, @Nullable Principal mailbox) {
    this.state = state;
    this.access = new ModelAccess(state, actor);
    this.mailbox = mailbox;
  }

  private boolean isThere(Node node) {
    return (mailbox == null ? !node.isMail() : node.isIn(mailbox)) && access.sees(node);
  }

  Optional<Node> node(String id, boolean includeDeleted) {
    return Optional.ofNullable(state.nodes.get(id))
        .filter(node -> includeDeleted || !node.deleted())
        .filter(this::isThere);
  }

  List<String> query(NodeQuery query) {
    Comparator<Node> order =
        switch (query.order()) {
          case NodeQuery.Order.CreatedAt _ -> Comparator.comparingLong(Node::created);
          case NodeQuery.Order.UpdatedAt _ -> Comparator.comparingLong(Node::updated);
          case NodeQuery.Order.Id _ -> Comparator.comparing(Node::id);
          case NodeQuery.Order.Field(int field) ->
              Comparator.comparing(
                  node -> number(node.payload(), field),
                  Comparator.nullsFirst(Comparator.naturalOrder()));
        };
    order = order.thenComparing(Node::id);
    return live(query.typeId()).stream()
        .filter(node -> query.filters().stream().allMatch(it -> meets(node.payload(), it)))
        .sorted(query.descending() ? order.reversed() : order)
        .map(Node::id)
        .toList();
  }

  private List<Node> live(int type) {
    return state.nodes.values().stream()
        .filter(node -> node.type() == type && !node.deleted())
        .filter(this::isThere)
        .toList();
  }

  private static @Nullable Long number(Payload payload, int field) {
    return payload.get(field) instanceof Value.Int(long number) ? number : null;
  }

  /** The filters of the workload: numbers, and texts of letters. */
  static boolean meets(Payload payload, Filter filter) {
    @Nullable Value stored = payload.get(filter.fieldId());
    if (stored == null || stored.equals(Value.NULL)) {
      return false;
    }
    Value first = filter.values().getFirst();
    int order =
        stored instanceof Value.Int(long a) && first instanceof Value.Int(long b)
            ? Long.compare(a, b)
            : stored instanceof Value.Str(String s) && first instanceof Value.Str(String t)
                ? s.compareTo(t)
                : 0;
    return switch (filter.op()) {
      case EQ -> stored.equals(first);
      case NEQ -> !stored.equals(first);
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
      case IN -> filter.values().contains(stored);
      case LIKE ->
          stored instanceof Value.Str(String s)
              && first instanceof Value.Str(String t)
              && s.matches(t.replace("%", ".*").replace("_", "."));
      case CONTAINS ->
          stored instanceof Value.Str(String s)
              && first instanceof Value.Str(String t)
              && s.contains(t);
    };
  }

  Optional<String> byKey(int field, Value value) {
    return live(Shop.PERSON).stream()
        .filter(node -> value.equals(node.payload().get(field)))
        .map(Node::id)
        .findFirst();
  }

  /** Edges of a node, youngest first, then by type and peer, falling. */
  List<String> edges(String id, boolean out, Optional<Integer> type) {
    if (node(id, false).isEmpty()) {
      return List.of();
    }
    Comparator<Edge> order =
        Comparator.comparingLong(Edge::created)
            .thenComparingInt(edge -> edge.ends().type())
            .thenComparing(edge -> out ? edge.ends().to() : edge.ends().from());
    return state.edges.values().stream()
        .filter(edge -> (out ? edge.ends().from() : edge.ends().to()).equals(id))
        .filter(edge -> type.isEmpty() || edge.ends().type() == type.get())
        .filter(edge -> isReached(out ? edge.ends().to() : edge.ends().from()))
        .sorted(order.reversed())
        .map(edge -> edge.ends().type() + " " + edge.ends().from() + " " + edge.ends().to())
        .toList();
  }

  /** Out of a mailbox edges may lead into the tenant. */
  private boolean isReached(String id) {
    return state
        .live(id)
        .filter(node -> !node.isMail() || (mailbox != null && node.isIn(mailbox)))
        .filter(access::sees)
        .isPresent();
  }

  /** Nodes within some hops, nearest first, of one distance the youngest first. */
  List<String> connected(String start, int type, int depth) {
    if (node(start, false).isEmpty()) {
      return List.of();
    }
    var distances = new LinkedHashMap<String, Integer>(Map.of(start, 0));
    var found = new ArrayList<String>();
    for (int distance = 1; distance <= depth; distance++) {
      var next = new TreeSet<String>();
      for (ModelState.Ends ends : state.edges.keySet()) {
        if (ends.type() == type
            && distances.getOrDefault(ends.from(), -1) == distance - 1
            && !distances.containsKey(ends.to())
            && isReached(ends.to())) {
          next.add(ends.to());
        }
      }
      for (String id : next) {
        distances.put(id, distance);
      }
      next.stream()
          .map(id -> state.live(id).orElseThrow())
          .sorted(YOUNGEST_FIRST)
          .forEach(node -> found.add(node.id()));
    }
    return found;
  }

  /** Items of a user's mailbox, youngest first: number, node, whether it is read. */
  List<String> items(Principal user, boolean unreadOnly) {
    return box(user).stream()
        .filter(item -> !unreadOnly || !item.read())
        .map(item -> item.number() + " " + item.node() + " " + item.read() + " " + item.created())
        .toList()
        .reversed();
  }

  private List<Item> box(Principal user) {
    return state.boxes.getOrDefault(user, new ModelState.Box(List.of(), 0)).items().stream()
        .filter(
            item ->
                state
                    .live(item.node())
                    .filter(node -> !node.isMail() || node.isIn(user))
                    .filter(access::sees)
                    .isPresent())
        .toList();
  }

  /** Nodes of a type whose text has a word. */
  Set<String> search(int type, String word) {
    var found = new TreeSet<String>();
    live(type).stream().filter(node -> has(node, word)).forEach(node -> found.add(node.id()));
    return found;
  }

  /** Items whose nodes' text has a word. */
  Set<String> searchMail(Principal user, String word) {
    var found = new TreeMap<String, String>();
    box(user).stream()
        .filter(item -> has(state.nodes.get(item.node()), word))
        .forEach(item -> found.put(item.node(), ""));
    return found.keySet();
  }

  private static boolean has(@Nullable Node node, String word) {
    return node != null
        && node.type() == Shop.ITEM
        && node.payload().get(1) instanceof Value.Str(String text)
        && List.of(text.split(" ")).contains(word);
  }
}
