package io.entdb.store.model;

import static io.entdb.store.model.ModelPlans.require;
import static io.entdb.store.model.ModelPlans.told;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.record.Operation;
import io.entdb.model.record.TenantStatus;
import io.entdb.store.model.ModelState.Node;
import java.util.HashSet;
import java.util.List;

/**
 * What those who manage a tenant make of its state: members, groups, a user's content as a whole.
 */
final class ModelManagement {
  private final ModelState state;
  private final ModelAccess access;

  ModelManagement(ModelState state, ModelAccess access) {
    this.state = state;
    this.access = access;
  }

  /** Carries one step out and tells what its result says. */
  String step(Operation.Managing step) {
    return switch (step) {
      case Operation.DelegateAccess op -> {
        require(access.isAdmin(), "no admin");
        List<Node> owned = owned(op.fromUser(), op.after());
        int limit = Math.min(op.limit(), owned.size());
        long delegated = 0;
        String last = op.after();
        for (Node node : owned.subList(0, limit)) {
          last = node.id();
          if (!node.deleted() && !node.isMail()) {
            state.share(node, op.grant());
            delegated++;
          }
        }
        yield told(last, true) + " delegated=" + delegated + " more=" + more(owned, limit);
      }
      case Operation.TransferContent op -> {
        require(access.isAdmin() && !op.fromUser().equals(op.toUser()), "no admin");
        List<Node> owned = owned(op.fromUser(), "");
        int limit = Math.min(op.limit(), owned.size());
        owned
            .subList(0, limit)
            .forEach(node -> state.put(node.ownedBy(op.toUser().value(), state.time)));
        state.members.putIfAbsent(op.toUser(), Role.MEMBER);
        yield told("", false) + " more=" + more(owned, limit) + " transferred=" + limit;
      }
      case Operation.RevokeAllAccess op -> revokeAll(op);
      case Operation.SetLegalHold op -> {
        require(access.isRoot(), "not the system");
        boolean same = state.held == op.enabled();
        state.held = op.enabled();
        yield told("", same);
      }
    };
  }

  private String revokeAll(Operation.RevokeAllAccess op) {
    require(access.isAdmin(), "no admin");
    List<Node> granted =
        state.nodes.values().stream()
            .filter(node -> node.grants().containsKey(op.user().value()))
            .toList();
    int limit = Math.min(op.limit(), granted.size());
    granted.subList(0, limit).forEach(node -> state.unshare(node, op.user()));
    long left = state.groups.values().stream().filter(members -> members.remove(op.user())).count();
    return told("", false)
        + " more="
        + more(granted, limit)
        + " revoked_grants="
        + limit
        + " revoked_groups="
        + left;
  }

  private static int more(List<Node> all, int done) {
    return all.size() > done ? 1 : 0;
  }

  private List<Node> owned(Principal user, String after) {
    return state.nodes.values().stream()
        .filter(node -> node.owner().equals(user.value()) && node.id().compareTo(after) > 0)
        .toList();
  }

  /** What only the log itself brings: members, groups, the tenant's status. */
  void manage(Operation step) {
    switch (step) {
      case Operation.SetMember op -> {
        require(access.isAdmin(), "no admin");
        Principal user = op.member().user();
        boolean isMember = state.members.containsKey(user);
        require(isMember == (op.mode() == Operation.SetMember.Mode.CHANGE), "mode");
        requireOwnerLeft(user, op.member().role());
        state.members.put(user, op.member().role());
      }
      case Operation.RemoveMember op -> {
        require(access.isAdmin() && state.members.containsKey(op.user()), "no such member");
        requireOwnerLeft(op.user(), Role.GUEST);
        state.members.remove(op.user());
      }
      case Operation.SetGroupMember op -> {
        require(access.isAdmin(), "no admin");
        state.groups.computeIfAbsent(op.group(), _ -> new HashSet<>()).add(op.member());
      }
      case Operation.RemoveGroupMember op -> {
        require(access.isAdmin(), "no admin");
        state.groups.getOrDefault(op.group(), new HashSet<>()).remove(op.member());
      }
      case Operation.SetTenantStatus op -> {
        require(access.isRoot(), "not the system");
        state.archived = op.status() == TenantStatus.ARCHIVED;
        state.held = op.status() == TenantStatus.LEGAL_HOLD;
      }
      default -> throw new AssertionError("the workload has no " + step);
    }
  }

  private void requireOwnerLeft(Principal user, Role next) {
    boolean loses = state.members.get(user) == Role.OWNER && next != Role.OWNER;
    require(!loses || state.owners() > 1, "last owner");
  }
}
