package io.entdb.gateway.commit;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.commit.Receipt.State;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of plans, by their keys. */
public final class Receipts {
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  private final Following following;
  private final Directory directory;

  public Receipts(Following following, Directory directory) {
    this.following = following;
    this.directory = directory;
  }

  /**
   * The receipt of a key. A key that is not known here is looked for up to the log's present end;
   * only when this gateway does not get there soon the answer is pending.
   */
  public Receipt find(TenantId tenant, IdempotencyKey key) {
    TenantEntry entry = directory.require(tenant);
    try (HeldTenant held = following.hold(entry)) {
      Optional<Receipt> found = look(held, entry, key);
      if (found.isPresent()) {
        return found.get();
      }
      long end = following.presentEnd(entry.partition());
      boolean current = held.parked().isEmpty() && following.await(held, end, CATCH_UP);
      State otherwise = current ? new State.Unknown() : new State.Pending(List.of());
      return look(held, entry, key).orElse(new Receipt(key, Optional.empty(), otherwise));
    }
  }

  private Optional<Receipt> look(HeldTenant held, TenantEntry entry, IdempotencyKey key) {
    Optional<StoredOutcome> outcome =
        following.read(held, Viewer.INTERNAL, reader -> reader.outcome(key));
    return outcome.map(
        stored ->
            new Receipt(
                key,
                Optional.of(new WalPosition(entry.partition(), stored.n())),
                Receipt.of(stored.outcome())));
  }
}
