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
    return may(CoreCapability.READ, node);
  }

  boolean may(CoreCapability need, Node node) {
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
      boolean byRole =
          switch (need) {
            case READ -> role().filter(it -> it != Role.GUEST).isPresent();
            case ADMIN -> false;
            default -> mayWrite();
          };
      return byRole || isSharedWith(need, node.id(), new HashSet<>());
    }
    if (isDeniedAt(node)) {
      return false;
    }
    return isGrantedAt(need, node) || isSharedWith(need, node.id(), new HashSet<>());
  }

  private boolean isSharedWith(CoreCapability need, String id, Set<String> visited) {
    visited.add(id);
    for (ModelState.Ends ends : state.edges.keySet()) {
      if (ends.type() == ModelWorkload.HOLDS
          && ends.to().equals(id)
          && !visited.contains(ends.from())) {
        Optional<Node> source = state.live(ends.from()).filter(node -> !node.isMail());
        if (source.isPresent() && !isDeniedAt(source.get())) {
          if (isGrantedAt(need, source.get()) || isSharedWith(need, source.get().id(), visited)) {
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

  private boolean isGrantedAt(CoreCapability need, Node node) {
    return node.acl().orElse(List.of()).stream()
        .anyMatch(grant -> counts(grant) && !grant.deny() && allows(grant, need));
  }

  private boolean counts(Grant grant) {
    boolean expired = grant.expiresAt() != 0 && grant.expiresAt() <= state.time;
    return !expired && names().contains(grant.principal());
  }

  /** The table of behaviour: what a grant's word, or its capabilities, come to. */
  private static boolean allows(Grant grant, CoreCapability need) {
    boolean admin = has(grant, CoreCapability.ADMIN);
    boolean edit = admin || has(grant, CoreCapability.EDIT);
    boolean comment = edit || has(grant, CoreCapability.COMMENT);
    return switch (need) {
      case ADMIN -> admin;
      case EDIT -> edit;
      case COMMENT -> comment;
      case DELETE -> admin || has(grant, CoreCapability.DELETE);
      case READ -> comment || has(grant, CoreCapability.READ);
    };
  }

  private static boolean has(Grant grant, CoreCapability capability) {
    return (grant.coreCaps() >> capability.number() & 1) == 1;
  }
}
