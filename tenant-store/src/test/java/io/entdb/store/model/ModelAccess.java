package io.entdb.store.model;

import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.store.model.ModelState.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what, by the decisions' one policy. */
final class ModelAccess {
  private final ModelState state;
  private final Principal actor;

  ModelAccess(ModelState state, Principal actor) {
    this.state = state;
    this.actor = actor;
  }

  boolean isRoot() {
    return actor.isPrivileged();
  }

  Optional<Role> role() {
    return isRoot() ? Optional.empty() : Optional.ofNullable(state.members.get(actor));
  }

  boolean isAdmin() {
    return isRoot() || role().filter(it -> it == Role.OWNER || it == Role.ADMIN).isPresent();
  }

  boolean mayWrite() {
    return isRoot() || role().filter(it -> it != Role.VIEWER && it != Role.GUEST).isPresent();
  }

  /** All that the actor answers to: a fixed point over groups. */
  Set<Principal> names() {
    var names = new HashSet<Principal>(Set.of(actor));
    role()
        .ifPresent(
            role -> {
              names.add(Principal.EVERYONE);
              names.add(new Principal("role:" + role.word()));
            });
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<Principal, Set<Principal>> group : state.groups.entrySet()) {
        if (group.getValue().stream().anyMatch(names::contains)) {
          grown |= names.add(group.getKey());
        }
      }
    }
    return names;
  }

  boolean mayEnter() {
    return isRoot()
        || role().isPresent()
        || state.nodes.values().stream()
            .flatMap(node -> node.acl().orElse(List.of()).stream())
            .anyMatch(grant -> counts(grant) && !grant.deny());
  }

  boolean sees(Node node) {
    return may(ModelNeeds.toRead(node.type()), node);
  }

  /** Whether the actor has a capability on a node: a core one, or x or y. */
  boolean may(String need, Node node) {
    if (isRoot()) {
      return true;
    }
    if (node.isMail()) {
      return node.isIn(actor);
    }
    if (names().contains(new Principal(node.owner()))) {
      return true;
    }
    if (node.acl().isEmpty()) {
      return ModelNeeds.withAllImplied(ofRole(), node.type()).contains(need)
          || isSharedWith(need, node, node.id(), new HashSet<>());
    }
    if (isDeniedAt(node)) {
      return false;
    }
    return isGrantedAt(need, node, node) || isSharedWith(need, node, node.id(), new HashSet<>());
  }

  /** What a role gives on nodes that have no ACL. */
  private Set<String> ofRole() {
    if (mayWrite()) {
      return Set.of("EDIT", "DELETE");
    }
    return role().filter(it -> it != Role.GUEST).isPresent() ? Set.of("READ") : Set.of();
  }

  private boolean isSharedWith(String need, Node target, String id, Set<String> visited) {
    visited.add(id);
    for (ModelState.Ends ends : state.edges.keySet()) {
      if (ends.type() == ModelWorkload.HOLDS
          && ends.to().equals(id)
          && !visited.contains(ends.from())) {
        Optional<Node> source = state.live(ends.from()).filter(node -> !node.isMail());
        if (source.isPresent() && !isDeniedAt(source.get())) {
          if (isGrantedAt(need, target, source.get())
              || isSharedWith(need, target, source.get().id(), visited)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean isDeniedAt(Node node) {
    return node.acl().orElse(List.of()).stream().anyMatch(grant -> counts(grant) && grant.deny());
  }

  /** Extension capabilities count where the grant stands on a node of the same type. */
  private boolean isGrantedAt(String need, Node target, Node granting) {
    var given = new HashSet<String>();
    for (Grant grant : granting.acl().orElse(List.of())) {
      if (counts(grant) && !grant.deny()) {
        for (CoreCapability core : CoreCapability.values()) {
          if ((grant.coreCaps() >> core.number() & 1) == 1) {
            given.add(core.name());
          }
        }
        if (target.type() == granting.type()) {
          grant.extCapIds().forEach(ext -> given.add(ext == ModelNeeds.X ? "x" : "y"));
        }
      }
    }
    return ModelNeeds.withAllImplied(given, target.type()).contains(need);
  }

  private boolean counts(Grant grant) {
    boolean expired = grant.expiresAt() != 0 && grant.expiresAt() <= state.time;
    return !expired && names().contains(grant.principal());
  }
}
