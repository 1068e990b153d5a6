package io.entdb.store.rules;

import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The state as a plan has made it so far: a view, and the plan's rows over it. */
final class Draft implements AclView {
  private final TenantView view;
  private final Map<String, Slot<NodeRow>> nodes = new LinkedHashMap<>();
  private final Map<EdgeKey, Slot<EdgeRow>> edges = new LinkedHashMap<>();
  private final Map<String, GrantsSlot> grants = new LinkedHashMap<>();
  private final Map<UniqueKey, Slot<String>> keys = new LinkedHashMap<>();
  private final DraftMail mail;
  private Schema schema;
  private @Nullable Set<Integer> sharing;

  /** A row before the plan and now. */
  static final class Slot<T> {
    final @Nullable T before;
    @Nullable T now;

    Slot(@Nullable T before) {
      this.before = before;
      this.now = before;
    }
  }

  private static final class GrantsSlot {
    final List<Grant> before;
    List<Grant> now;

    GrantsSlot(List<Grant> before) {
      this.before = before;
      this.now = before;
    }
  }

  Draft(TenantView view) {
    this.view = view;
    this.schema = view.schema();
    this.mail = new DraftMail(view);
  }

  /** The mailboxes as the plan has left them. */
  DraftMail mail() {
    return mail;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  void replaceSchema(Schema next) {
    schema = next;
    sharing = null;
  }

  @Override
  public @Nullable NodeRow node(String id) {
    return nodeSlot(id).now;
  }

  void put(NodeRow row) {
    nodeSlot(row.id()).now = row;
  }

  void removeNode(String id) {
    nodeSlot(id).now = null;
  }

  /**
   * The live nodes of a type as the plan has left them that meet all filters, in order of id.
   *
   * @param visitor may look at other nodes but not change any; false = enough
   */
  void eachMatch(NodeType type, List<Filter> filters, Predicate<NodeRow> visitor) {
    var touched = new TreeMap<String, NodeRow>(FilterMatch::compareText);
    nodes.forEach(
        (id, slot) -> {
          if (slot.now != null && slot.now.typeId() == type.typeId()) {
            touched.put(id, slot.now);
          }
        });
    Set<String> known = Set.copyOf(nodes.keySet());
    var more = new AtomicBoolean(true);
    Consumer<NodeRow> show =
        row -> {
          boolean meets = !row.deleted() && FilterMatch.matches(filters, row.payload());
          more.set(!meets || visitor.test(row));
        };
    view.eachCandidate(
        type.typeId(),
        filters,
        row -> {
          if (known.contains(row.id())) {
            return true; // It is among the touched, if it still counts.
          }
          while (more.get()
              && !touched.isEmpty()
              && FilterMatch.compareText(touched.firstKey(), row.id()) < 0) {
            show.accept(touched.pollFirstEntry().getValue());
          }
          if (more.get()) {
            show.accept(row);
          }
          return more.get();
        });
    while (more.get() && !touched.isEmpty()) {
      show.accept(touched.pollFirstEntry().getValue());
    }
  }

  @Override
  public List<Grant> grants(String nodeId) {
    return grantsSlot(nodeId).now;
  }

  void replaceGrants(String nodeId, List<Grant> next) {
    grantsSlot(nodeId).now = next;
  }

  @Nullable String holder(UniqueKey key) {
    return keySlot(key).now;
  }

  void hold(UniqueKey key, @Nullable String nodeId) {
    keySlot(key).now = nodeId;
  }

  /** Frees those keys that a node holds: it may have been made before its type was registered. */
  void release(List<UniqueKey> freed, String nodeId) {
    for (UniqueKey key : freed) {
      if (nodeId.equals(holder(key))) {
        hold(key, null);
      }
    }
  }

  @Nullable EdgeRow edge(EdgeKey key) {
    return edgeSlot(key).now;
  }

  void put(EdgeRow row) {
    edgeSlot(row.key()).now = row;
  }

  void removeEdge(EdgeKey key) {
    edgeSlot(key).now = null;
  }

  @Override
  public List<String> sharersOf(String nodeId) {
    Set<Integer> types = sharing();
    if (types.isEmpty()) {
      return List.of();
    }
    var found = new TreeSet<EdgeKey>(EdgeKey.BY_TYPE_AND_SOURCE);
    for (int type : types) {
      for (String from : view.sources(nodeId, Set.of(type))) {
        var key = new EdgeKey(type, from, nodeId);
        @Nullable Slot<EdgeRow> slot = edges.get(key);
        if (slot == null || slot.now != null) {
          found.add(key);
        }
      }
    }
    edges.forEach(
        (key, slot) -> {
          if (slot.now != null && key.to().equals(nodeId) && types.contains(key.edgeType())) {
            found.add(key);
          }
        });
    return found.stream().map(EdgeKey::from).distinct().toList();
  }

  private Set<Integer> sharing() {
    if (sharing == null) {
      sharing = schema.sharingEdgeTypes();
    }
    return sharing;
  }

  /** All edges that leave or reach a node now. */
  List<EdgeKey> edgesAt(String nodeId) {
    Set<EdgeKey> found = new LinkedHashSet<>();
    view.edgesAt(nodeId).forEach(row -> found.add(row.key()));
    edges.keySet().stream()
        .filter(key -> key.from().equals(nodeId) || key.to().equals(nodeId))
        .forEach(found::add);
    return found.stream().filter(key -> edge(key) != null).toList();
  }

  /** The edges of a type that leave a node now. */
  List<EdgeKey> edgesFrom(int edgeType, String nodeId) {
    Set<EdgeKey> found = new LinkedHashSet<>();
    view.edgesFrom(edgeType, nodeId).forEach(row -> found.add(row.key()));
    edges.keySet().stream()
        .filter(key -> key.edgeType() == edgeType && key.from().equals(nodeId))
        .forEach(found::add);
    return found.stream().filter(key -> edge(key) != null).toList();
  }

  /** What the plan comes to, each row once. */
  List<Change> changes() {
    var changes = new ArrayList<Change>();
    if (!schema.equals(view.schema())) {
      changes.add(new Change.OfSchema(view.schema(), schema));
    }
    for (Slot<NodeRow> slot : nodes.values()) {
      if (!Objects.equals(slot.before, slot.now)) {
        changes.add(new Change.OfNode(slot.before, slot.now));
      }
    }
    grants.forEach(
        (nodeId, slot) -> {
          if (!slot.before.equals(slot.now)) {
            changes.add(new Change.OfGrants(nodeId, slot.before, slot.now));
          }
        });
    keys.forEach(
        (key, slot) -> {
          if (!Objects.equals(slot.before, slot.now)) {
            changes.add(new Change.OfKey(key, slot.now));
          }
        });
    for (Slot<EdgeRow> slot : edges.values()) {
      if (!Objects.equals(slot.before, slot.now)) {
        changes.add(new Change.OfEdge(slot.before, slot.now));
      }
    }
    changes.addAll(mail.changes());
    return changes;
  }

  private Slot<NodeRow> nodeSlot(String id) {
    return nodes.computeIfAbsent(id, it -> new Slot<>(view.node(it)));
  }

  private GrantsSlot grantsSlot(String nodeId) {
    // A node made by this plan has none; asking for them would cost a look-up per create.
    return grants.computeIfAbsent(
        nodeId, it -> new GrantsSlot(nodeSlot(it).before == null ? List.of() : view.grants(it)));
  }

  private Slot<String> keySlot(UniqueKey key) {
    return keys.computeIfAbsent(key, it -> new Slot<>(view.holder(it)));
  }

  private Slot<EdgeRow> edgeSlot(EdgeKey key) {
    return edges.computeIfAbsent(key, it -> new Slot<>(view.edge(it)));
  }
}
