package io.entdb.store.rules;

import java.util.Comparator;

/** What makes an edge one edge: its type and ends. */
public record EdgeKey(int edgeType, String from, String to) {
  /** Of edges that reach one node: by type, then by source in order of code points. */
  static final Comparator<EdgeKey> BY_TYPE_AND_SOURCE =
      Comparator.comparingInt(EdgeKey::edgeType)
          .thenComparing(EdgeKey::from, FilterMatch::compareText);
}
