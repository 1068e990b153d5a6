package io.entdb.store.rules;

import io.entdb.model.Limits;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the steps of one plan share: the draft, the actor's access, aliases, checks for the end. */
final class PlanContext {
  private final TenantView view;
  private final Draft draft;
  private final Access access;
  private final long n;
  private final long time;
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final List<AtEnd> atEnd = new ArrayList<>();
  private final Outbox outbox;
  private final DirectoryIndex index;
  private int opIndex;
  private int deliveries;

  /** A check that waits for the end of the plan, because later steps may satisfy it. */
  record AtEnd(int opIndex, Check check) {}

  /** See {@link AtEnd}. */
  @FunctionalInterface
  interface Check {
    void run() throws Refusal;
  }

  PlanContext(TenantView view, Draft draft, Access access, long n, long time) {
    this.view = view;
    this.draft = draft;
    this.access = access;
    this.n = n;
    this.time = time;
    this.outbox = Outbox.of(view, n);
    this.index = new DirectoryIndex(view, outbox);
  }

  TenantView view() {
    return view;
  }

  Draft draft() {
    return draft;
  }

  Access access() {
    return access;
  }

  long n() {
    return n;
  }

  long time() {
    return time;
  }

  /** Whether the actor may write what the schema does not know. */
  boolean mayBypassSchema() {
    return access.privileged();
  }

  /** What the plan causes in other tenants. */
  Outbox outbox() {
    return outbox;
  }

  /** What the directory knows from tenants' reports. */
  DirectoryIndex index() {
    return index;
  }

  List<AtEnd> atEnd() {
    return atEnd;
  }

  void startOperation(int index) {
    opIndex = index;
  }

  void checkAtEnd(Check check) {
    atEnd.add(new AtEnd(opIndex, check));
  }

  /** Whoever makes a node may join it up in the same plan, also one in another's mailbox. */
  void made(String nodeId) {
    made.add(nodeId);
  }

  void name(String alias, String nodeId) throws Refusal {
    if (!alias.isEmpty() && aliases.put(alias, nodeId) != null) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "alias \"" + alias + "\" is given twice in this plan");
    }
  }

  String idOf(NodeRef ref) throws Refusal {
    return switch (ref) {
      case NodeRef.ById(var id) -> id.value();
      case NodeRef.ByAlias(var alias) -> {
        @Nullable String id = aliases.get(alias);
        if (id == null) {
          throw new Refusal(
              RefusalCode.VALIDATION_ERROR,
              "alias \"$" + alias + "\" is not given by an earlier operation of this plan");
        }
        yield id;
      }
    };
  }

  /** A live node that the actor may see, or a refusal as if it were not there. */
  NodeRow visible(String id) throws Refusal {
    @Nullable NodeRow node = draft.node(id);
    if (node == null || node.deleted() || !mayRead(node)) {
      throw notFound(id);
    }
    return node;
  }

  boolean mayRead(NodeRow node) {
    return made.contains(node.id()) || access.mayRead(node, draft, time);
  }

  void require(GuardedOperation operation, NodeRow node) throws Refusal {
    require(capabilities(node).requirement(operation), node);
  }

  void require(Requirement need, NodeRow node) throws Refusal {
    if (!may(need, node)) {
      throw new Refusal(
              RefusalCode.FORBIDDEN,
              "actor \"" + access.actor() + "\" lacks " + need + " on node \"" + node.id() + "\"")
          .with("node_id", node.id())
          .with("capability", need.toString());
    }
  }

  /** What operations on a node take. */
  CapabilityRules capabilities(NodeRow node) {
    return draft.schema().capabilities(node.typeId());
  }

  boolean may(GuardedOperation operation, NodeRow node) {
    return may(capabilities(node).requirement(operation), node);
  }

  private boolean may(Requirement need, NodeRow node) {
    return made.contains(node.id()) || access.may(need, node, draft, time);
  }

  /**
   * Counts users that get an item.
   *
   * @throws Refusal when the plan reaches too many
   */
  void delivered(int users) throws Refusal {
    deliveries += users;
    if (deliveries > Limits.FANOUT_MAX) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR,
          "the plan's recipients are more than " + Limits.FANOUT_MAX + " users");
    }
  }

  static Refusal notFound(String id) {
    return new Refusal(RefusalCode.NOT_FOUND, "node \"" + id + "\" does not exist")
        .with("node_id", id);
  }
}
