package io.entdb.store.rules;

import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.Precondition;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.PayloadCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for nodes. */
final class NodeRulesV1 {
  private final PlanContext context;
  private final Draft draft;

  NodeRulesV1(PlanContext context) {
    this.context = context;
    this.draft = context.draft();
  }

  OpResult create(Operation.CreateNode op) throws Refusal {
    NodeType type = type(op.typeId());
    Payload payload = PayloadCheck.withDefaults(type, op.payload());
    Problems.refuse(PayloadCheck.forCreate(type, payload));
    String id = op.id().value();
    if (draft.node(id) != null) {
      throw new Refusal(RefusalCode.ALREADY_EXISTS, "node \"" + id + "\" already exists")
          .with("node_id", id);
    }
    context.name(op.alias(), id);
    Optional<List<Grant>> acl = op.acl().or(type::defaultAcl);
    var row =
        new NodeRow(
            id,
            op.typeId(),
            payload,
            context.access().actor().value(),
            acl.isPresent(),
            1,
            context.time(),
            context.time(),
            false);
    draft.put(row);
    acl.ifPresent(grants -> draft.replaceGrants(id, ordered(grants)));
    claim(UniqueKey.of(type, payload), id);
    context.checkAtEnd(() -> References.check(draft, type, row));
    return new OpResult(op.word(), id, op.alias(), false, "");
  }

  OpResult update(Operation.UpdateNode op) throws Refusal {
    String id = context.idOf(op.node());
    NodeRow before = context.visible(id);
    context.require(CoreCapability.EDIT, before);
    if (op.expectedVersion().isPresent() && op.expectedVersion().getAsLong() != before.version()) {
      throw versionMissed(op.expectedVersion().getAsLong(), before);
    }
    if (op.precondition().isPresent()) {
      requireField(op.precondition().get(), before);
    }
    NodeType type = type(before.typeId());
    Problems.refuse(PayloadCheck.forUpdate(type, before.payload(), op.payload()));
    NodeRow after = before.withPayload(before.payload().mergedWith(op.payload()), context.time());
    release(UniqueKey.of(type, before.payload()));
    claim(UniqueKey.of(type, after.payload()), id);
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
    context.require(CoreCapability.DELETE, node);
    if (!node.deleted()) {
      draft
          .schema()
          .nodeType(node.typeId())
          .ifPresent(type -> release(UniqueKey.of(type, node.payload())));
    }
    if (op.hard()) {
      draft.edgesAt(id).forEach(draft::removeEdge);
      draft.replaceGrants(id, List.of());
      draft.removeNode(id);
    } else {
      draft.put(node.softDeleted(context.time()));
    }
    return new OpResult(op.word(), id, "", true, "");
  }

  OpResult setVisibility(Operation.SetVisibility op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()));
    draft.put(before.withAcl(context.time()));
    draft.replaceGrants(before.id(), ordered(op.acl()));
    return new OpResult(op.word(), before.id(), "", true, "");
  }

  /** A node without an ACL gets one that leaves its readers as they were. */
  OpResult share(Operation.ShareNode op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()));
    var grants = new ArrayList<>(draft.grants(before.id()));
    if (!before.restricted()) {
      grants.add(Grant.ofWord(Principal.EVERYONE, "write", 0));
    }
    grants.add(op.grant());
    List<Grant> next = ordered(grants);
    if (next.size() > Limits.GRANTS_MAX) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR,
          "node \"" + before.id() + "\" would have more than " + Limits.GRANTS_MAX + " grants");
    }
    draft.put(before.withAcl(context.time()));
    draft.replaceGrants(before.id(), next);
    return new OpResult(op.word(), before.id(), "", true, "");
  }

  OpResult revoke(Operation.RevokeAccess op) throws Refusal {
    NodeRow before = grantable(context.idOf(op.node()));
    List<Grant> next =
        draft.grants(before.id()).stream()
            .filter(grant -> !grant.principal().equals(op.principal()))
            .toList();
    boolean existing = next.size() < draft.grants(before.id()).size();
    if (existing) {
      draft.put(before.withAcl(context.time()));
      draft.replaceGrants(before.id(), next);
    }
    return new OpResult(op.word(), before.id(), "", existing, "");
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

  private NodeRow grantable(String id) throws Refusal {
    NodeRow node = context.visible(id);
    context.require(CoreCapability.ADMIN, node);
    return node;
  }

  private NodeType type(int typeId) throws Refusal {
    return draft
        .schema()
        .nodeType(typeId)
        .orElseThrow(
            () ->
                new Refusal(
                        RefusalCode.VALIDATION_ERROR,
                        "node type " + typeId + " is not in the tenant's schema")
                    .with("type_id", Integer.toString(typeId)));
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

  private void release(List<UniqueKey> keys) {
    keys.forEach(key -> draft.hold(key, null));
  }

  /** By principal, one grant each: the last one given counts. */
  private static List<Grant> ordered(List<Grant> grants) {
    var byPrincipal = new TreeMap<String, Grant>();
    grants.forEach(grant -> byPrincipal.put(grant.principal().value(), grant));
    return List.copyOf(byPrincipal.values());
  }
}
