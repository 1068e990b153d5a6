package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.Precondition;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.PayloadCheck;
import io.entdb.model.schema.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for nodes. */
final class NodeRulesV1 {
  /** What an ACL says that leaves an open node open to the same roles as before. */
  private static final List<Grant> OPEN =
      List.of(
          Grant.ofWord(new Principal("role:owner"), "delete", 0),
          Grant.ofWord(new Principal("role:admin"), "delete", 0),
          Grant.ofWord(new Principal("role:member"), "delete", 0),
          Grant.read(new Principal("role:viewer")));

  private final PlanContext context;
  private final Draft draft;
  private final MailRulesV1 mail;

  NodeRulesV1(PlanContext context, MailRulesV1 mail) {
    this.context = context;
    this.draft = context.draft();
    this.mail = mail;
  }

  OpResult create(Operation.CreateNode op) throws Refusal {
    NodeType type = type(op.typeId());
    Payload payload = PayloadCheck.withDefaults(type, op.payload());
    if (isRegistered(type)) {
      Problems.refuse(PayloadCheck.forCreate(type, payload));
    }
    List<UniqueKey> keys = UniqueKey.of(type, payload);
    if (op.onConflict() == OnConflict.SKIP) {
      Optional<String> holder = firstHolder(keys);
      if (holder.isPresent()) {
        context.name(op.alias(), holder.get());
        return new OpResult(op.word(), holder.get(), op.alias(), true, "");
      }
    }
    String id = op.id().value();
    if (draft.node(id) != null) {
      throw new Refusal(RefusalCode.ALREADY_EXISTS, "node \"" + id + "\" already exists")
          .with("node_id", id);
    }
    context.name(op.alias(), id);
    Optional<List<Grant>> acl = aclOf(op, type);
    var row =
        NodeRow.made(
            id,
            op.typeId(),
            payload,
            context.access().actor().value(),
            acl.isPresent(),
            context.time(),
            op.storage());
    draft.put(row);
    context.made(id);
    acl.ifPresent(grants -> draft.replaceGrants(id, ordered(grants)));
    claim(keys, id);
    mail.deliver(op);
    context.checkAtEnd(() -> References.check(draft, type, row));
    return new OpResult(op.word(), id, op.alias(), false, "");
  }

  /** A mailbox node is its user's alone, so it has no ACL, not even its type's. */
  private static Optional<List<Grant>> aclOf(Operation.CreateNode op, NodeType type)
      throws Refusal {
    if (!(op.storage() instanceof Storage.Mailbox)) {
      return op.acl().or(type::defaultAcl);
    }
    if (op.acl().isPresent() && !op.acl().get().isEmpty()) {
      throw ofMailbox(op.id().value());
    }
    return Optional.empty();
  }

  private static Refusal ofMailbox(String nodeId) {
    return new Refusal(
            RefusalCode.VALIDATION_ERROR,
            "node \"" + nodeId + "\" is in a mailbox: it is its user's alone and takes no ACL")
        .with("node_id", nodeId);
  }

  /** The holder of the first key that is taken, in the order in which the type declares them. */
  private Optional<String> firstHolder(List<UniqueKey> keys) {
    for (UniqueKey key : keys) {
      @Nullable String holder = draft.holder(key);
      if (holder != null) {
        return Optional.of(holder);
      }
    }
    return Optional.empty();
  }

  OpResult update(Operation.UpdateNode op) throws Refusal {
    String id = context.idOf(op.node());
    if (isOfNobody(op, id)) {
      return new OpResult(op.word(), id, "", false, "");
    }
    NodeRow before = context.visible(id);
    for (Requirement need : context.capabilities(before).requirements(op.payload())) {
      context.require(need, before);
    }
    if (op.expectedVersion().isPresent() && op.expectedVersion().getAsLong() != before.version()) {
      throw versionMissed(op.expectedVersion().getAsLong(), before);
    }
    if (op.precondition().isPresent()) {
      requireField(op.precondition().get(), before);
    }
    NodeType type = type(before.typeId());
    if (isRegistered(type)) {
      Problems.refuse(PayloadCheck.forUpdate(type, before.payload(), op.payload()));
    }
    NodeRow after = before.withPayload(before.payload().mergedWith(op.payload()), context.time());
    List<UniqueKey> held = UniqueKey.of(type, before.payload());
    List<UniqueKey> wanted = UniqueKey.of(type, after.payload());
    if (!held.equals(wanted)) {
      draft.release(held, id);
      claim(wanted, id);
    }
    draft.put(after);
    context.checkAtEnd(() -> References.check(draft, type, after));
    return new OpResult(op.word(), id, "", true, "");
  }

  OpResult delete(Operation.DeleteNode op) throws Refusal {
    String id = context.idOf(op.node());
    @Nullable NodeRow node = draft.node(id);
    if (node == null || (node.deleted() && !op.hard()) || !context.mayRead(node)) {
      return new OpResult(op.word(), id, "", false, "");
    }
    context.require(GuardedOperation.DELETE_NODE, node);
    remove(node, op.hard());
    return new OpResult(op.word(), id, "", true, "");
  }

  /** Passes over nodes that the actor may not delete, as it does over those that do not match. */
  OpResult deleteWhere(Operation.DeleteWhere op) throws Refusal {
    NodeType type = type(op.typeId());
    if (op.where().isEmpty()) {
      throw new Refusal(RefusalCode.VALIDATION_ERROR, "delete_where takes one filter or more");
    }
    Problems.refuse(
        isRegistered(type)
            ? FilterMatch.problem(op.where(), type)
            : FilterMatch.problemInForm(op.where()));
    int limit =
        op.limit() <= 0
            ? Limits.DELETE_WHERE_DEFAULT
            : Math.min(op.limit(), Limits.DELETE_WHERE_MAX);
    var chosen = new ArrayList<NodeRow>();
    int[] asked = {0};
    draft.eachMatch(
        type,
        op.where(),
        node -> {
          asked[0]++;
          if (!(node.storage() instanceof Storage.Mailbox)
              && context.mayRead(node)
              && context.may(GuardedOperation.DELETE_NODE, node)) {
            chosen.add(node);
          }
          return chosen.size() < limit && asked[0] < Limits.DELETE_WHERE_ASKED_MAX;
        });
    chosen.forEach(node -> remove(node, op.hard()));
    return OpResult.ofCounts(op.word(), Map.of("deleted", (long) chosen.size()));
  }

  private void remove(NodeRow node, boolean hard) {
    if (!node.deleted()) {
      draft
          .schema()
          .nodeType(node.typeId())
          .ifPresent(type -> draft.release(UniqueKey.of(type, node.payload()), node.id()));
    }
    mail.forget(node.id());
    if (hard) {
      draft.edgesAt(node.id()).forEach(draft::removeEdge);
      draft.replaceGrants(node.id(), List.of());
      draft.removeNode(node.id());
    } else {
      draft.put(node.softDeleted(context.time()));
    }
  }

  OpResult setVisibility(Operation.SetVisibility op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()), GuardedOperation.SHARE_NODE);
    draft.put(before.withAcl(context.time()));
    draft.replaceGrants(before.id(), ordered(op.acl()));
    return new OpResult(op.word(), before.id(), "", true, "");
  }

  /** A node without an ACL gets one that leaves its readers as they were. */
  OpResult share(Operation.ShareNode op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()), GuardedOperation.SHARE_NODE);
    if (!give(before, op.grant())) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR,
          "node \"" + before.id() + "\" would have more than " + Limits.GRANTS_MAX + " grants");
    }
    return new OpResult(op.word(), before.id(), "", true, "");
  }

  /** Adds a grant; answers false when there would be too many. */
  boolean give(NodeRow node, Grant grant) {
    var grants = new ArrayList<>(draft.grants(node.id()));
    if (!node.restricted()) {
      grants.addAll(OPEN);
    }
    grants.add(grant);
    List<Grant> next = ordered(grants);
    if (next.size() > Limits.GRANTS_MAX) {
      return false;
    }
    draft.put(node.withAcl(context.time()));
    draft.replaceGrants(node.id(), next);
    return true;
  }

  /** Takes a principal's grant away; answers whether it had one. */
  boolean take(NodeRow node, Principal principal) {
    List<Grant> before = draft.grants(node.id());
    List<Grant> next =
        before.stream().filter(grant -> !grant.principal().equals(principal)).toList();
    if (next.size() == before.size()) {
      return false;
    }
    draft.put(node.withAcl(context.time()));
    draft.replaceGrants(node.id(), next);
    return true;
  }

  OpResult revoke(Operation.RevokeAccess op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()), GuardedOperation.REVOKE_ACCESS);
    return new OpResult(op.word(), before.id(), "", take(before, op.principal()), "");
  }

  OpResult transferOwnership(Operation.TransferOwnership op) throws Refusal {
    NodeRow before = context.visible(context.idOf(op.node()));
    if (!before.owner().equals(context.access().actor().value())) {
      throw new Refusal(
              RefusalCode.FORBIDDEN,
              "only the current owner of node \"" + before.id() + "\" can transfer ownership")
          .with("node_id", before.id());
    }
    draft.put(before.ownedBy(op.newOwner().value(), context.time()));
    return new OpResult(op.word(), before.id(), "", true, "");
  }

  private NodeRow grantable(String id, GuardedOperation operation) throws Refusal {
    NodeRow node = context.visible(id);
    context.require(operation, node);
    if (node.storage() instanceof Storage.Mailbox) {
      throw ofMailbox(id);
    }
    return node;
  }

  /** The type; one without fields for a type that is not registered, where that is allowed. */
  private NodeType type(int typeId) throws Refusal {
    Optional<NodeType> registered = draft.schema().nodeType(typeId);
    if (registered.isEmpty() && context.mayBypassSchema() && isNeverRegistered(typeId)) {
      return NodeType.of(typeId, "", List.of());
    }
    return registered.orElseThrow(
        () ->
            new Refusal(
                    RefusalCode.VALIDATION_ERROR,
                    "node type " + typeId + " is not in the tenant's schema")
                .with("type_id", Integer.toString(typeId)));
  }

  private boolean isRegistered(NodeType type) {
    return draft.schema().nodeType(type.typeId()).isPresent();
  }

  private boolean isNeverRegistered(int typeId) {
    return draft.schema().nodeType(typeId).isEmpty()
        && !draft.schema().reservedTypeIds().contains(typeId);
  }

  /** An update of a missing node does nothing, where nothing is known of what it should be. */
  private boolean isOfNobody(Operation.UpdateNode op, String id) {
    return context.mayBypassSchema()
        && draft.node(id) == null
        && (op.typeId() == 0
            ? draft.schema().nodeTypes().isEmpty()
            : isNeverRegistered(op.typeId()));
  }

  private void requireField(Precondition condition, NodeRow node) throws Refusal {
    @Nullable Value stored = node.payload().get(condition.fieldId());
    Value observed = stored == null ? Value.NULL : stored;
    if (!observed.equals(condition.equals())) {
      throw new Refusal(RefusalCode.PRECONDITION_FAILED, "precondition failed")
          .with("node_id", node.id())
          .with("field_id", Integer.toString(condition.fieldId()))
          .with("expected", ValueText.of(condition.equals()))
          .with("observed", ValueText.of(observed));
    }
  }

  private static Refusal versionMissed(long expected, NodeRow node) {
    return new Refusal(
            RefusalCode.VERSION_MISMATCH,
            "node \""
                + node.id()
                + "\" has version "
                + node.version()
                + ", the request expected "
                + expected)
        .with("node_id", node.id())
        .with("expected", Long.toString(expected))
        .with("observed", Long.toString(node.version()));
  }

  private void claim(List<UniqueKey> keys, String nodeId) throws Refusal {
    for (UniqueKey key : keys) {
      @Nullable String holder = draft.holder(key);
      if (holder != null && !holder.equals(nodeId)) {
        throw Problems.taken(context.view().tenant(), key, holder);
      }
      draft.hold(key, nodeId);
    }
  }

  /** By principal, one grant each: the last one given counts. */
  private static List<Grant> ordered(List<Grant> grants) {
    var byPrincipal = new TreeMap<String, Grant>();
    grants.forEach(grant -> byPrincipal.put(grant.principal().value(), grant));
    return List.copyOf(byPrincipal.values());
  }
}
