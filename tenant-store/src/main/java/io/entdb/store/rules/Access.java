package io.entdb.store.rules;

import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.record.Authority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one actor may do in one tenant: the one policy for reads and writes.
 *
 * @param role as stored, or as the authority asserts; empty = none
 * @param names all principals that the actor answers to
 */
public record Access(
    Principal actor, boolean privileged, Optional<Role> role, Set<Principal> names) {
  public Access {
    names = Set.copyOf(names);
  }

  /** The actor's access, from the tenant's state and what the gateway established about it. */
  public static Access of(Principal actor, Authority authority, TenantView view) {
    @Nullable MemberRow member = view.member(actor);
    Optional<Role> stored = Optional.ofNullable(member).map(it -> it.member().role());
    Optional<Role> role =
        switch (authority) {
          case Authority.Member _ -> stored;
          case Authority.Asserted _ -> stored.or(() -> Optional.of(Role.MEMBER));
          case Authority.Privileged _, Authority.Foreign _ -> Optional.empty();
        };
    var names = new HashSet<Principal>();
    names.add(actor);
    role.ifPresent(
        it -> {
          names.add(Principal.EVERYONE);
          names.add(new Principal("role:" + it.word()));
        });
    if (authority instanceof Authority.Foreign(var home)) {
      names.add(new Principal("tenant:" + home));
      names.add(new Principal(actor + "@tenant:" + home));
    }
    addGroups(names, view);
    return new Access(actor, authority instanceof Authority.Privileged, role, names);
  }

  /** Groups of groups as well, up to a depth; a circle ends by itself. */
  private static void addGroups(Set<Principal> names, TenantView view) {
    List<Principal> frontier = List.copyOf(names);
    for (int depth = 0; depth < Limits.GROUP_DEPTH_MAX && !frontier.isEmpty(); depth++) {
      var next = new ArrayList<Principal>();
      for (Principal member : frontier) {
        for (Principal group : view.groupsOf(member)) {
          if (names.add(group)) {
            next.add(group);
          }
        }
      }
      frontier = next;
    }
  }

  /** Whether there is anything here that the actor may read. */
  public boolean mayEnter() {
    return privileged || role.isPresent();
  }

  public boolean mayRead(NodeRow node, List<Grant> grants, long time) {
    if (privileged || owns(node)) {
      return true;
    }
    if (!node.restricted()) {
      return role.isPresent() && role.get().seesOpenNodes();
    }
    return holds(CoreCapability.READ, grants, time);
  }

  /** Whether the actor may change a node that it can read. */
  public boolean may(CoreCapability need, NodeRow node, List<Grant> grants, long time) {
    if (privileged || owns(node)) {
      return true;
    }
    if (!node.restricted() && need != CoreCapability.ADMIN) {
      return role.isPresent() && role.get().mayWrite();
    }
    return holds(need, grants, time);
  }

  private boolean owns(NodeRow node) {
    String owner = node.owner();
    return owner.equals(actor.value())
        || (owner.startsWith("group:") && names.contains(new Principal(owner)));
  }

  private boolean holds(CoreCapability need, List<Grant> grants, long time) {
    boolean granted = false;
    for (Grant grant : grants) {
      if (!grant.isExpiredAt(time) && names.contains(grant.principal())) {
        if (grant.deny()) {
          return false;
        }
        granted |= need.isIn(grant.coreCaps());
      }
    }
    return granted;
  }
}
