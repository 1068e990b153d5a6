package io.entdb.model.record;

import io.entdb.model.Principal;
import java.util.List;

/**
 * What readers of the change feed hear of one record.
 *
 * @param actor who wrote it
 * @param changes in the order in which they were carried out
 */
public record FeedEntry(Principal actor, List<FeedChange> changes) {
  public FeedEntry {
    changes = List.copyOf(changes);
  }
}
