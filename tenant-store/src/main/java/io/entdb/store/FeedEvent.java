package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.record.FeedChange;
import java.util.List;

/**
 * A record's changes, as far as a viewer is told of them.
 *
 * @param n of the record, in the tenant's partition
 * @param time unix ms of tenant time
 * @param actor who wrote the record
 * @param changes at least one
 */
public record FeedEvent(long n, long time, Principal actor, List<FeedChange> changes) {
  public FeedEvent {
    changes = List.copyOf(changes);
  }
}
