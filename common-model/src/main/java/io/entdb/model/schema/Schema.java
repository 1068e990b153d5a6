package io.entdb.model.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A tenant's types by id. A value: changing it means making another. It says nothing about being
 * valid; {@link SchemaChecks} does.
 */
public record Schema(
    SortedMap<Integer, NodeType> nodeTypes,
    SortedMap<Integer, EdgeType> edgeTypes,
    List<Integer> reservedTypeIds,
    List<Integer> reservedEdgeIds) {
  public static final Schema EMPTY =
      new Schema(Collections.emptySortedMap(), Collections.emptySortedMap(), List.of(), List.of());

  public Schema {
    nodeTypes = Collections.unmodifiableSortedMap(new TreeMap<>(nodeTypes));
    edgeTypes = Collections.unmodifiableSortedMap(new TreeMap<>(edgeTypes));
    reservedTypeIds = List.copyOf(reservedTypeIds);
    reservedEdgeIds = List.copyOf(reservedEdgeIds);
  }

  /** A schema of these types; of two with one id, the later one stays (checks name such twins). */
  public static Schema of(Collection<NodeType> nodeTypes, Collection<EdgeType> edgeTypes) {
    var nodes = new TreeMap<Integer, NodeType>();
    nodeTypes.forEach(type -> nodes.put(type.typeId(), type));
    var edges = new TreeMap<Integer, EdgeType>();
    edgeTypes.forEach(type -> edges.put(type.edgeId(), type));
    return new Schema(nodes, edges, List.of(), List.of());
  }

  public Optional<NodeType> nodeType(int typeId) {
    return Optional.ofNullable(nodeTypes.get(typeId));
  }

  public Optional<EdgeType> edgeType(int edgeId) {
    return Optional.ofNullable(edgeTypes.get(edgeId));
  }

  /** What operations on nodes of a type take; the usual for a type that is not registered. */
  public CapabilityRules capabilities(int typeId) {
    NodeType type = nodeTypes.get(typeId);
    return type == null ? CapabilityRules.NONE : type.capabilities();
  }

  /** The edge types over which shares go on, rising. */
  public Set<Integer> sharingEdgeTypes() {
    var types = new TreeSet<Integer>();
    for (EdgeType type : edgeTypes.values()) {
      if (type.propagateShare()) {
        types.add(type.edgeId());
      }
    }
    return Collections.unmodifiableSet(types);
  }

  /** Whether no type was ever registered: its fingerprint is the empty text. */
  public boolean isEmpty() {
    return nodeTypes.isEmpty() && edgeTypes.isEmpty();
  }
}
