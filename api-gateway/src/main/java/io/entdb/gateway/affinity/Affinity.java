package io.entdb.gateway.affinity;

import io.entdb.follower.TenantPlace;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which partitions this gateway follows, and whose the others are. Immutable. Partition 0 and those
 * that no node names are everybody's.
 */
public final class Affinity {
  /** Everybody follows everything. */
  public static final Affinity NONE = new Affinity("", new TreeMap<>());

  private final String self;
  private final SortedMap<String, BitSet> nodes;

  /** The union of what the others name and this gateway does not: all that is not followed here. */
  private final BitSet elsewhere = new BitSet();

  /**
   * A map of nodes.
   *
   * @param self the node that this gateway is; one of the map's
   * @param nodes the partitions of each node; empty = everybody follows everything
   */
  Affinity(String self, Map<String, BitSet> nodes) {
    this.self = self;
    this.nodes = new TreeMap<>();
    nodes.forEach((node, partitions) -> this.nodes.put(node, (BitSet) partitions.clone()));
    this.nodes.values().forEach(elsewhere::or);
    elsewhere.andNot(this.nodes.getOrDefault(self, new BitSet()));
    elsewhere.clear(TenantPlace.SYSTEM.partition());
  }

  /** Whether this gateway follows a partition. */
  public boolean isHere(int partition) {
    return !elsewhere.get(partition);
  }

  /** The nodes that follow a partition instead of this gateway, by name; none = it is here. */
  public List<String> othersOf(int partition) {
    return isHere(partition)
        ? List.of()
        : nodes.entrySet().stream()
            .filter(node -> node.getValue().get(partition))
            .map(Map.Entry::getKey)
            .toList();
  }

  /**
   * Where to ask for what a partition holds; empty = here. Any of its nodes, so that whoever asks
   * again finds one that lives.
   */
  public Optional<String> redirect(int partition, RandomGenerator random) {
    List<String> others = othersOf(partition);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(random.nextInt(others.size())));
  }

  /** In words, for the log. */
  @Override
  public String toString() {
    return elsewhere.isEmpty()
        ? "all partitions"
        : "all partitions but " + elsewhere + ", as node " + self;
  }
}
