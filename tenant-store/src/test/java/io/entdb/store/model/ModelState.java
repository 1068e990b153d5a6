package io.entdb.store.model;

import io.entdb.model.Grant;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tenant as simply as it can be thought of: maps that are copied before each plan. Written from
 * the decisions, not from the rules, and sharing no code with them.
 */
final class ModelState {
  final Map<String, Node> nodes = new TreeMap<>();
  final Map<Ends, Edge> edges = new LinkedHashMap<>();
  final Map<Principal, Role> members = new TreeMap<>();
  final Map<Principal, Set<Principal>> groups = new TreeMap<>();
  final Map<Principal, Box> boxes = new TreeMap<>();
  boolean archived;
  boolean held;
  long time;

  /** A node; an ACL that is absent leaves it open. */
  record Node(
      String id,
      int type,
      Payload payload,
      String owner,
      Optional<List<Grant>> acl,
      long version,
      long created,
      long updated,
      boolean deleted,
      Storage storage) {
    Node with(Payload next, long now) {
      return new Node(id, type, next, owner, acl, version + 1, created, now, deleted, storage);
    }

    Node with(Optional<List<Grant>> next, long now) {
      return new Node(id, type, payload, owner, next, version + 1, created, now, deleted, storage);
    }

    Node ownedBy(String next, long now) {
      return new Node(id, type, payload, next, acl, version + 1, created, now, deleted, storage);
    }

    Node gone(long now) {
      return new Node(id, type, payload, owner, acl, version + 1, created, now, true, storage);
    }

    boolean isIn(Principal user) {
      return storage.equals(new Storage.Mailbox(user));
    }

    /** The grants of its ACL by principal; none where it has no ACL. */
    SortedMap<String, Grant> grants() {
      return byPrincipal(acl.orElse(List.of()));
    }

    boolean isMail() {
      return storage instanceof Storage.Mailbox;
    }
  }

  record Ends(int type, String from, String to) {}

  record Edge(Ends ends, Payload props, long created) {}

  /** A mailbox: its items in the order in which they came. */
  record Box(List<Item> items, int delivered) {}

  record Item(int number, String node, long created, boolean read) {}

  ModelState copy() {
    var copy = new ModelState();
    copy.nodes.putAll(nodes);
    copy.edges.putAll(edges);
    copy.members.putAll(members);
    groups.forEach((group, in) -> copy.groups.put(group, new LinkedHashSet<>(in)));
    boxes.forEach(
        (user, box) -> copy.boxes.put(user, new Box(new ArrayList<>(box.items), box.delivered)));
    copy.archived = archived;
    copy.held = held;
    copy.time = time;
    return copy;
  }

  static SortedMap<String, Grant> byPrincipal(List<Grant> grants) {
    var byPrincipal = new TreeMap<String, Grant>();
    grants.forEach(grant -> byPrincipal.put(grant.principal().value(), grant));
    return byPrincipal;
  }

  void put(Node node) {
    nodes.put(node.id(), node);
  }

  /** Adds a grant; a node that was open stays open to the same roles. */
  void share(Node node, Grant grant) {
    var grants = node.grants();
    if (node.acl().isEmpty()) {
      for (String role : List.of("owner", "admin", "member")) {
        var principal = new Principal("role:" + role);
        grants.put(principal.value(), Grant.ofWord(principal, "delete", 0));
      }
      grants.put("role:viewer", Grant.read(new Principal("role:viewer")));
    }
    grants.put(grant.principal().value(), grant);
    put(node.with(Optional.of(List.copyOf(grants.values())), time));
  }

  boolean unshare(Node node, Principal principal) {
    var grants = node.grants();
    boolean had = grants.remove(principal.value()) != null;
    if (had) {
      put(node.with(Optional.of(List.copyOf(grants.values())), time));
    }
    return had;
  }

  Optional<Node> live(String id) {
    return Optional.ofNullable(nodes.get(id)).filter(node -> !node.deleted());
  }

  void remove(Node node, boolean hard) {
    boxes.replaceAll(
        (_, box) ->
            new Box(
                box.items.stream().filter(item -> !item.node().equals(node.id())).toList(),
                box.delivered));
    if (hard) {
      nodes.remove(node.id());
      edges.keySet().removeIf(it -> it.from().equals(node.id()) || it.to().equals(node.id()));
    } else {
      nodes.put(node.id(), node.gone(time));
    }
  }

  void deliver(Principal user, String node) {
    Box box = boxes.getOrDefault(user, new Box(List.of(), 0));
    if (box.items.stream().noneMatch(item -> item.node().equals(node))) {
      var items = new ArrayList<>(box.items);
      items.add(new Item(box.delivered + 1, node, time, false));
      boxes.put(user, new Box(items, box.delivered + 1));
    }
  }

  int owners() {
    return (int) members.values().stream().filter(role -> role == Role.OWNER).count();
  }
}
