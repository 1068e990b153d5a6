package io.entdb.store;

import java.util.List;

/**
 * A part of the change feed.
 *
 * @param events rising by n
 * @param floor the feed is complete for readers that have heard everything up to here; older ones
 *     have missed something
 * @param through everything up to here was looked at; go on from here
 * @param hasMore whether the state has more behind it
 */
public record FeedPage(List<FeedEvent> events, long floor, long through, boolean hasMore) {
  public FeedPage {
    events = List.copyOf(events);
  }
}
