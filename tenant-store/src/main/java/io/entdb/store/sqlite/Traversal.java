package io.entdb.store.sqlite;

import io.entdb.model.InvalidException;
import io.entdb.model.Value;
import io.entdb.store.EdgeView;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.TenantReader.Connected;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.NodeRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Breadth-first over edges of one type, over visible nodes only: the near before the far, of one
 * distance the youngest first.
 */
final class Traversal {
  static final int DEPTH_MAX = 3;

  /** Most nodes that one traversal reaches: more would hold a reader and the heap for too long. */
  static final int REACHED_MAX = 20_000;

  private final StoreReader reader;
  private final Map<String, Integer> distances = new LinkedHashMap<>();
  private final List<EdgeRow> edges = new ArrayList<>();

  private record Reached(int distance, long createdAt, String id) {
    static final Comparator<Reached> ORDER =
        Comparator.comparingInt(Reached::distance)
            .thenComparing(Comparator.comparingLong(Reached::createdAt).reversed())
            .thenComparing(Reached::id);
  }

  Traversal(StoreReader reader) {
    this.reader = reader;
  }

  Connected from(String start, int edgeType, int depth, Optional<PageKey> after, int size) {
    if (depth < 1 || depth > DEPTH_MAX) {
      throw new InvalidException("depth " + depth + " is not 1 to " + DEPTH_MAX);
    }
    if (!reader.sight().startsAt(start)) {
      return new Connected(new Page<>(List.of(), Optional.empty()), List.of());
    }
    walk(start, edgeType, depth);
    var reached = new TreeSet<>(Reached.ORDER);
    distances.forEach((id, distance) -> reached.add(new Reached(distance, createdAt(id), id)));
    reached.removeIf(it -> it.distance() == 0);
    Iterable<Reached> rest =
        after.isPresent() ? reached.tailSet(position(after.get()), false) : reached;
    var page = new ArrayList<Reached>();
    boolean more = false;
    for (Reached each : rest) {
      if (page.size() == size) {
        more = true;
        break;
      }
      page.add(each);
    }
    Optional<PageKey> next = more ? Optional.of(keyOf(page.getLast())) : Optional.empty();
    return new Connected(new Page<>(nodes(page), next), edgesTo(page));
  }

  private void walk(String start, int edgeType, int depth) {
    distances.put(start, 0);
    List<String> frontier = List.of(start);
    for (int distance = 1; distance <= depth; distance++) {
      var next = new ArrayList<String>();
      for (String node : frontier) {
        follow(node, edgeType, distance, next);
      }
      frontier = next;
    }
  }

  private void follow(String node, int edgeType, int distance, List<String> next) {
    reader.eachEdge(
        new EdgeSelect(EdgeSelect.Direction.OUT, node, OptionalInt.of(edgeType), Optional.empty()),
        EdgeSelect.Direction.OUT,
        edge -> {
          edges.add(edge);
          if (distances.putIfAbsent(edge.key().to(), distance) == null) {
            next.add(edge.key().to());
          }
          if (distances.size() > REACHED_MAX) {
            throw new InvalidException(
                "more than " + REACHED_MAX + " nodes are reached; ask for a smaller depth");
          }
          return true;
        });
  }

  private long createdAt(String id) {
    return reader.sight().visible(id).map(NodeRow::createdAt).orElse(0L);
  }

  private List<NodeView> nodes(List<Reached> page) {
    return page.stream()
        .flatMap(it -> reader.sight().visible(it.id()).stream())
        .map(reader::shown)
        .toList();
  }

  /** The edges that lead to the nodes of the page. */
  private List<EdgeView> edgesTo(List<Reached> page) {
    var ids = new HashSet<String>();
    page.forEach(it -> ids.add(it.id()));
    return edges.stream()
        .filter(edge -> ids.contains(edge.key().to()))
        .map(StoreReader::shown)
        .toList();
  }

  private static PageKey keyOf(Reached reached) {
    return new PageKey(
        new Value.IntList(List.of((long) reached.distance(), reached.createdAt())), reached.id());
  }

  private static Reached position(PageKey key) {
    if (key.value() instanceof Value.IntList(List<Long> place) && place.size() == 2) {
      return new Reached(Math.toIntExact(place.getFirst()), place.getLast(), key.id());
    }
    throw new InvalidException("the page token is not one of this traversal");
  }
}
