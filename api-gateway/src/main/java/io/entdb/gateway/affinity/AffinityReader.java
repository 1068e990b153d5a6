package io.entdb.gateway.affinity;

import io.entdb.model.Quoted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code ENTDB_GATEWAY_NODES}, {@code node:partitions;node:partitions} where partitions are
 * numbers and ranges separated by commas, and {@code ENTDB_GATEWAY_NODE_ID}.
 */
public final class AffinityReader {
  /** Far beyond what a topic has; a mistyped range must not take the memory. */
  static final int PARTITION_MAX = 9_999;

  private static final String ID = "ENTDB_GATEWAY_NODE_ID";
  private static final String NODES = "ENTDB_GATEWAY_NODES";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:\\s*-\\s*([0-9]{1,9}))?");

  private final List<String> mistakes = new ArrayList<>();
  private final TreeMap<String, BitSet> nodes = new TreeMap<>();

  private AffinityReader() {}

  /**
   * What the two variables say.
   *
   * @param mistakes sentences, each naming its variable; with any, the affinity means nothing
   */
  public record Reading(Affinity affinity, List<String> mistakes) {
    public Reading {
      mistakes = List.copyOf(mistakes);
    }
  }

  /**
   * Reads both variables; an empty map is {@link Affinity#NONE}, whatever the id.
   *
   * @param id of the node that this gateway is
   * @param map the same for all gateways
   */
  public static Reading read(Optional<String> id, Optional<String> map) {
    var reader = new AffinityReader();
    String self = id.map(String::strip).orElse("");
    if (!self.isEmpty()) {
      reader.requireLabel(ID, self);
    }
    map.ifPresent(reader::readNodes);
    if (!reader.nodes.isEmpty() && !reader.nodes.containsKey(self)) {
      String known = String.join(", ", reader.nodes.keySet());
      reader.mistakes.add(
          self.isEmpty()
              ? NODES + " needs " + ID + ": which of " + known + " is this gateway?"
              : ID + " is " + Quoted.of(self) + ", but " + NODES + " names " + known);
    }
    return new Reading(new Affinity(self, reader.nodes), reader.mistakes);
  }

  private void requireLabel(String where, String node) {
    if (!LABEL.matcher(node).matches()) {
      mistakes.add(
          where
              + ": a node is 1 to 63 characters a-z, 0-9 and - as in a host's name, not "
              + Quoted.of(node));
    }
  }

  private void readNodes(String map) {
    for (String part : map.split(";", -1)) {
      if (!part.isBlank()) {
        readNode(part.strip());
      }
    }
  }

  private void readNode(String part) {
    int colon = part.indexOf(':');
    String node = (colon < 0 ? part : part.substring(0, colon)).strip();
    String partitions = colon < 0 ? "" : part.substring(colon + 1).strip();
    requireLabel(NODES, node);
    if (nodes.containsKey(node)) {
      mistakes.add(
          NODES + " names node " + Quoted.of(node) + " twice; one place takes all: a:1-3,7");
    }
    BitSet own = nodes.computeIfAbsent(node, absent -> new BitSet());
    if (partitions.isEmpty()) {
      mistakes.add(
          NODES
              + " names no partitions of "
              + Quoted.of(node)
              + "; expected node:partitions, such as a:1-7;b:8-15");
      return;
    }
    for (String range : partitions.split(",", -1)) {
      readRange(node, own, range.strip());
    }
  }

  private void readRange(String node, BitSet own, String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      mistakes.add(
          of(node) + "expected a partition or a range such as 1-7, not " + Quoted.of(text));
      return;
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    if (first > last) {
      mistakes.add(of(node) + "the range " + text + " runs backwards");
    } else if (last > PARTITION_MAX) {
      mistakes.add(of(node) + "no log has a partition " + last);
    } else if (first == 0) {
      mistakes.add(of(node) + "every gateway follows partition 0, the directory's; begin at 1");
    } else if (own.nextSetBit(first) >= 0 && own.nextSetBit(first) <= last) {
      mistakes.add(of(node) + "partition " + own.nextSetBit(first) + " is named twice");
    } else {
      own.set(first, last + 1);
    }
  }

  private static String of(String node) {
    return NODES + ", node " + Quoted.of(node) + ": ";
  }
}
