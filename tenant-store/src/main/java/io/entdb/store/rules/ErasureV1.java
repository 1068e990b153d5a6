package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.SubjectExit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules version 1 for erasing users and tenants. A user's nodes, those it owns and those about it,
 * go or are made anonymous as the data policy of their type says; then its grants, groups and role
 * go, and what outcomes tell of it. A bounded piece each record (ADR 0013 D10).
 */
final class ErasureV1 {
  /** Most nodes that one record looks at. */
  private static final int NODES_MAX = 1_000;

  /** Most of a user's nodes that one record changes: edges and indexes go with each. */
  private static final int CHANGED_MAX = 200;

  private final PlanContext context;
  private final List<Change> changes = new ArrayList<>();
  private final Set<Principal> done = new HashSet<>();
  private boolean everything;

  ErasureV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    return changes;
  }

  /** Whether the tenant itself is erased, so that no other change of its data counts. */
  boolean isOfEverything() {
    return everything;
  }

  /**
   * Erases a user, or the next piece of it.
   *
   * @return whether nothing of the user is left
   */
  boolean erase(FollowUp.EraseUser order, TenantStatus status) {
    return switch (status) {
      case DELETED -> {
        report(order.user());
        yield true;
      }
      case LEGAL_HOLD -> false; // The directory asks again when the hold ends.
      case ACTIVE, ARCHIVED -> {
        Optional<String> goOnAfter = eraseNodes(order);
        if (goOnAfter.isEmpty() && !(eraseGrants(order) && eraseMail(order.user()))) {
          goOnAfter = Optional.of(order.after());
        }
        if (goOnAfter.isPresent()) {
          var rest = new FollowUp.EraseUser(order.user(), order.pseudonym(), goOnAfter.get());
          context.outbox().add(context.view().tenant(), rest);
        } else if (done.add(order.user())) {
          finish(order.user());
        }
        yield goOnAfter.isEmpty();
      }
    };
  }

  /** Erases the tenant as a whole, unless it is on hold: then the directory hears so. */
  void eraseTenant(TenantStatus status) {
    switch (status) {
      case DELETED -> {}
      case LEGAL_HOLD -> context.outbox().add(TenantId.SYSTEM, new FollowUp.StatusChanged(status));
      case ACTIVE, ARCHIVED -> {
        everything = true;
        changes.clear();
        changes.add(new Change.EraseAll());
        changes.add(new Change.OfSetting(TenantStatus.SETTING, null, TenantStatus.DELETED.word()));
      }
    }
  }

  /** The id after which the next record goes on; empty = all nodes are done. */
  private Optional<String> eraseNodes(FollowUp.EraseUser order) {
    List<NodeRow> nodes = context.view().nodesAfter(order.after(), NODES_MAX);
    int changed = 0;
    for (NodeRow stored : nodes) {
      @Nullable NodeRow node = context.draft().node(stored.id());
      if (node != null && node.isOf(context.draft().schema(), order.user())) {
        erase(node, order);
        changed++;
      }
      if (changed == CHANGED_MAX) {
        return Optional.of(stored.id());
      }
    }
    return nodes.size() == NODES_MAX ? Optional.of(nodes.getLast().id()) : Optional.empty();
  }

  private void erase(NodeRow node, FollowUp.EraseUser order) {
    Optional<NodeType> type = context.draft().schema().nodeType(node.typeId());
    DataPolicy policy = type.map(NodeType::dataPolicy).orElse(DataPolicy.PERSONAL);
    switch (policy) {
      case PERSONAL, EPHEMERAL -> remove(node, type);
      case BUSINESS, FINANCIAL, AUDIT, HEALTHCARE -> {
        if (node.storage() instanceof Storage.Mailbox && !policy.isKept()) {
          remove(node, type); // Nobody else ever saw it.
          return;
        }
        leaveEdges(node);
        type.ifPresent(it -> anonymise(node, it, order));
      }
    }
  }

  private void remove(NodeRow node, Optional<NodeType> type) {
    Draft draft = context.draft();
    if (!node.deleted()) {
      type.ifPresent(it -> draft.release(UniqueKey.of(it, node.payload()), node.id()));
    }
    draft.mail().remove(node.id());
    draft.edgesAt(node.id()).forEach(draft::removeEdge);
    draft.replaceGrants(node.id(), List.of());
    draft.removeNode(node.id());
  }

  /** Edges whose end has left go, but for those that have to be kept. */
  private void leaveEdges(NodeRow node) {
    for (EdgeKey key : context.draft().edgesAt(node.id())) {
      Optional<EdgeType> type = context.draft().schema().edgeType(key.edgeType());
      SubjectExit exit = type.map(EdgeType::onSubjectExit).orElse(SubjectExit.BOTH);
      boolean leaves =
          switch (exit) {
            case BOTH -> true;
            case FROM -> key.from().equals(node.id());
            case TO -> key.to().equals(node.id());
          };
      boolean kept = type.map(EdgeType::dataPolicy).orElse(DataPolicy.PERSONAL).isKept();
      if (leaves && !kept) {
        context.draft().removeEdge(key);
      } else if (leaves) {
        @Nullable EdgeRow edge = context.draft().edge(key);
        if (edge != null && type.isPresent()) {
          Payload props = Anonymous.payload(type.get().props(), edge.props(), node.id());
          context.draft().put(new EdgeRow(key, props, edge.createdAt()));
        }
      }
    }
  }

  private void anonymise(NodeRow node, NodeType type, FollowUp.EraseUser order) {
    Draft draft = context.draft();
    var fields =
        new TreeMap<>(Anonymous.payload(type.fields(), node.payload(), node.id()).fields());
    boolean about = Reports.subject(draft.schema(), node).equals(Optional.of(order.user()));
    if (about) {
      fields.put(type.subjectField(), new Value.Str(order.pseudonym().value()));
    }
    NodeRow next = node.withPayload(new Payload(fields), context.time());
    if (node.owner().equals(order.user().value())) {
      next = next.ownedBy(order.pseudonym().value(), context.time());
    }
    if (!node.deleted()) {
      draft.release(UniqueKey.of(type, node.payload()), node.id());
      for (UniqueKey key : UniqueKey.of(type, next.payload())) {
        if (draft.holder(key) == null) {
          draft.hold(key, node.id());
        }
      }
    }
    draft.put(next);
  }

  /** Takes the user out of nodes' grants; false: there are more than one record takes. */
  private boolean eraseGrants(FollowUp.EraseUser order) {
    List<String> nodes = context.view().nodesGrantedTo(order.user(), CHANGED_MAX);
    for (String id : nodes) {
      List<Grant> kept =
          context.draft().grants(id).stream()
              .filter(grant -> !grant.principal().isOrBelongsTo(order.user()))
              .toList();
      context.draft().replaceGrants(id, kept);
    }
    return nodes.size() < CHANGED_MAX;
  }

  /** Empties the user's mailbox; false: there is more than one record takes. */
  private boolean eraseMail(Principal user) {
    List<ItemRow> items = context.view().itemsOf(user, CHANGED_MAX);
    items.forEach(context.draft().mail()::remove);
    return items.size() < CHANGED_MAX;
  }

  private void finish(Principal user) {
    context.draft().mail().close(user);
    TenantView view = context.view();
    @Nullable MemberRow member = view.member(user);
    if (member != null) {
      changes.add(new Change.OfMember(member, null));
    }
    for (Principal name : view.seenNames(user)) {
      for (Principal group : view.groupsOf(name)) {
        @Nullable String role = view.groupRole(group, name);
        if (role != null) {
          changes.add(new Change.OfGroupMember(new GroupMemberRow(group, name, role), null));
        }
      }
      changes.add(new Change.OfSeen(name, false));
    }
    changes.add(new Change.ScrubOutcomes());
    report(user);
  }

  private void report(Principal user) {
    context.outbox().add(TenantId.SYSTEM, new FollowUp.UserErased(user));
  }
}
