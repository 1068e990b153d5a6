package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.record.FeedChange.FormerReaders;
import io.entdb.model.schema.Schema;
import io.entdb.store.AccessDeniedException;
import io.entdb.store.StoreState;
import io.entdb.store.Viewer;
import io.entdb.store.rules.Access;
import io.entdb.store.rules.AclView;
import io.entdb.store.rules.NodeRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one viewer sees of one state. */
final class Sight {
  private final Statements statements;
  private final SqlView view;
  private final Access access;
  private final Viewer.Scope scope;
  private final StoreState state;
  private final Map<String, Optional<NodeRow>> visible = new HashMap<>();

  Sight(Statements statements, SqlView view, Access access, Viewer.Scope scope, StoreState state) {
    this.statements = statements;
    this.view = view;
    this.access = access;
    this.scope = scope;
    this.state = state;
  }

  /**
   * Throws when the viewer may read nothing here: it has no role, and nothing is shared with it.
   *
   * @throws AccessDeniedException then
   */
  void requireEntry() {
    if (!access.mayEnter() && access.names().stream().noneMatch(this::isGrantedSomething)) {
      requireRole();
    }
    if (scope instanceof Viewer.Scope.Mailbox(Principal user)) {
      requireMailbox(user);
    }
  }

  /**
   * Throws when the viewer has no role in the tenant.
   *
   * @throws AccessDeniedException then
   */
  void requireRole() {
    if (!access.mayEnter()) {
      throw new AccessDeniedException(
          "actor \"" + access.actor() + "\" lacks access to tenant \"" + state.tenant() + "\"");
    }
  }

  private boolean isGrantedSomething(Principal name) {
    @Nullable Boolean found =
        statements.first("read/live_grant", _ -> true, name.value(), state.tenantTime());
    return found != null;
  }

  void requireMailbox(Principal user) {
    if (!access.privileged() && !user.equals(access.actor())) {
      throw new AccessDeniedException(
          "actor \"" + access.actor() + "\" may not read the mailbox of \"" + user + "\"");
    }
  }

  /** Whose mailbox is read; empty = none. */
  Optional<Principal> mailbox() {
    return scope instanceof Viewer.Scope.Mailbox(Principal user)
        ? Optional.of(user)
        : Optional.empty();
  }

  /** Whether a row is there for the viewer, in the scope it reads. */
  boolean sees(NodeRow row) {
    return isInScope(row) && mayRead(row);
  }

  /** Whether a node was there for the viewer by what decided about it before a change. */
  boolean saw(String id, int typeId, FormerReaders former) {
    var row =
        new NodeRow(
            id,
            typeId,
            Payload.EMPTY,
            former.owner(),
            former.restricted(),
            1,
            0,
            0,
            false,
            former.storage());
    return isInScope(row)
        && access.mayRead(row, new FormerAcl(former.grants(), view.schema()), state.tenantTime());
  }

  /** The grants that a node had; the edges over which shares reached it are not known any more. */
  private record FormerAcl(List<Grant> grants, Schema schema) implements AclView {
    @Override
    public @Nullable NodeRow node(String id) {
      return null;
    }

    @Override
    public List<Grant> grants(String nodeId) {
      return grants;
    }

    @Override
    public List<String> sharersOf(String nodeId) {
      return List.of();
    }
  }

  /** Whether a row is there for the viewer as the node of an item in a user's mailbox. */
  boolean isMail(Principal user, NodeRow row) {
    boolean elsewhere =
        row.storage() instanceof Storage.Mailbox(Principal owner) && !owner.equals(user);
    return !row.deleted() && !elsewhere && mayRead(row);
  }

  /** Whether edges are followed from a node. */
  boolean startsAt(String id) {
    return visible(id).filter(this::isInScope).isPresent() || isNowhere(id);
  }

  /** Whether edges to a node are shown; out of a mailbox they may lead into the tenant. */
  boolean reaches(String id) {
    return visible(id).isPresent() || isNowhere(id);
  }

  /** The live node of an id that edges lead to, if the viewer sees it; remembered. */
  Optional<NodeRow> visible(String id) {
    return visible.computeIfAbsent(
        id,
        it -> {
          @Nullable NodeRow row = view.node(it);
          return row != null && !row.deleted() && isReached(row) && mayRead(row)
              ? Optional.of(row)
              : Optional.empty();
        });
  }

  private boolean isReached(NodeRow row) {
    return isInScope(row) || !(row.storage() instanceof Storage.Mailbox);
  }

  /** Where nobody registered types, edges may lead from and to nothing; the system sees them. */
  private boolean isNowhere(String id) {
    return access.privileged() && view.node(id) == null;
  }

  private boolean mayRead(NodeRow row) {
    return access.mayRead(row, view, state.tenantTime());
  }

  private boolean isInScope(NodeRow row) {
    return switch (scope) {
      case Viewer.Scope.Everywhere _ -> true;
      case Viewer.Scope.Tenant _ -> !(row.storage() instanceof Storage.Mailbox);
      case Viewer.Scope.Mailbox(Principal user) ->
          row.storage() instanceof Storage.Mailbox(Principal owner) && owner.equals(user);
    };
  }
}
