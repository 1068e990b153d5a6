package io.entdb.store.rules;

import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Requirement;
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
    if (authority instanceof Authority.Foreign(var homes)) {
      for (TenantId home : homes) {
        names.add(Principal.of(home));
        names.add(actor.in(home));
      }
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

  /** Whether the actor manages the tenant: its members, groups and whole contents. */
  public boolean isAdmin() {
    return privileged || (role.isPresent() && role.get().compareTo(Role.ADMIN) <= 0);
  }

  /** Whether there is anything here that the actor may read. */
  public boolean mayEnter() {
    return privileged || role.isPresent();
  }

  /** Whether the actor sees a node. */
  public boolean mayRead(NodeRow node, AclView view, long time) {
    return may(GuardedOperation.GET_NODE, node, view, time);
  }

  /** Whether the actor may do with a node what its type lets by that name. */
  public boolean may(GuardedOperation operation, NodeRow node, AclView view, long time) {
    CapabilityRules rules = view.schema().capabilities(node.typeId());
    return may(rules.requirement(operation), node, view, time);
  }

  /** Whether the actor may do with a node what meets a requirement of its type. */
  public boolean may(Requirement need, NodeRow node, AclView view, long time) {
    if (privileged) {
      return true;
    }
    if (node.storage() instanceof Storage.Mailbox(Principal user)) {
      return user.equals(actor);
    }
    var asked = new Asked(need, node.typeId(), view, time);
    if (owns(node)
        || (!node.restricted() && asked.rules().allow(roleCapabilities(), Set.of(), need))) {
      return true;
    }
    Verdict own = node.restricted() ? verdict(asked, node) : Verdict.SILENT;
    return switch (own) {
      case GRANTED -> true;
      case DENIED -> false;
      case SILENT -> isSharedWith(asked, node.id());
    };
  }

  /**
   * What is asked for.
   *
   * @param typeId the type of the node that it is about
   */
  private record Asked(Requirement need, int typeId, AclView view, long time) {
    CapabilityRules rules() {
      return view.schema().capabilities(typeId);
    }
  }

  /** The capabilities that a role gives on nodes that have no ACL, as bits. */
  private int roleCapabilities() {
    if (role.isEmpty()) {
      return 0;
    }
    int read = role.get().seesOpenNodes() ? CoreCapability.READ.bit() : 0;
    return role.get().mayWrite()
        ? read | CoreCapability.EDIT.closure() | CoreCapability.DELETE.bit()
        : read;
  }

  /**
   * Whether a share on another node reaches this one, over edges of types that propagate shares.
   * Nearest nodes are asked first; one that denies the actor passes nothing on.
   */
  private boolean isSharedWith(Asked asked, String nodeId) {
    var seen = new HashSet<String>(Set.of(nodeId));
    List<String> frontier = List.of(nodeId);
    for (int depth = 0; depth < Limits.SHARE_DEPTH_MAX && !frontier.isEmpty(); depth++) {
      var next = new ArrayList<String>();
      for (String target : frontier) {
        for (String source : asked.view().sharersOf(target)) {
          if (seen.size() > Limits.SHARE_SOURCES_MAX) {
            return false;
          }
          if (seen.add(source)) {
            switch (verdictOf(asked, source)) {
              case GRANTED -> {
                return true;
              }
              case SILENT -> next.add(source);
              case DENIED -> {}
            }
          }
        }
      }
      frontier = next;
    }
    return false;
  }

  private Verdict verdictOf(Asked asked, String nodeId) {
    @Nullable NodeRow node = asked.view().node(nodeId);
    return node == null || node.deleted() || node.storage() instanceof Storage.Mailbox
        ? Verdict.DENIED
        : verdict(asked, node);
  }

  private boolean owns(NodeRow node) {
    String owner = node.owner();
    return owner.equals(actor.value())
        || (owner.startsWith("group:") && names.contains(new Principal(owner)));
  }

  /** What a node's grants say to the actor. */
  private enum Verdict {
    GRANTED,
    DENIED,
    SILENT
  }

  /** Extension capabilities are their type's: on a node of another type they say nothing. */
  private Verdict verdict(Asked asked, NodeRow node) {
    boolean sameType = node.typeId() == asked.typeId();
    boolean matched = false;
    int bits = 0;
    Set<Integer> exts = Set.of();
    for (Grant grant : asked.view().grants(node.id())) {
      if (!grant.isExpiredAt(asked.time()) && names.contains(grant.principal())) {
        if (grant.deny()) {
          return Verdict.DENIED;
        }
        matched = true;
        bits |= grant.coreCaps();
        if (sameType && !grant.extCapIds().isEmpty()) {
          exts = new HashSet<>(exts);
          exts.addAll(grant.extCapIds());
        }
      }
    }
    return matched && asked.rules().allow(bits, exts, asked.need())
        ? Verdict.GRANTED
        : Verdict.SILENT;
  }
}
