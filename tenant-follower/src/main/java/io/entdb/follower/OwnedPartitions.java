package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.store.PinnedFile;
import io.entdb.store.Reading;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import io.entdb.store.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What a checkpoint of an owned partition is made of. Any thread may call. */
public final class OwnedPartitions {
  private final Engine engine;

  OwnedPartitions(Engine engine) {
    this.engine = engine;
  }

  /**
   * Where a tenant stands.
   *
   * @param recordBytes of the records that this process applied to it so far
   * @param parked why it stands still
   */
  public record Standing(
      TenantId tenant, StoreState state, long recordBytes, Optional<ParkedTenant> parked) {}

  /**
   * All tenants of a partition that differ from its checkpoints.
   *
   * @param n every record of theirs at or before is in their states, but for those parked; later
   *     ones may be
   * @param reliesOnN the others are as a checkpoint at this n or later says: without one nobody
   *     here knows them
   */
  public record Standings(int partition, long n, long reliesOnN, List<Standing> tenants) {
    public Standings {
      tenants = List.copyOf(tenants);
    }
  }

  /** The partitions that are followed now. */
  public List<Integer> partitions() {
    return engine.partitions().stream()
        .filter(Partition::isOpen)
        .map(partition -> partition.number)
        .sorted()
        .toList();
  }

  /** Bytes of the records that this process applied to a partition's tenants so far. */
  public long recordBytes(int partition) {
    Partition owned = engine.partition(partition);
    return owned == null ? 0 : owned.holdings().stream().mapToLong(Holding::appliedBytes).sum();
  }

  /**
   * Where a partition's tenants stand.
   *
   * @return empty = it cannot be told now, because the partition isn't followed or a store that had
   *     changes is being built again; try later
   */
  public Optional<Standings> standings(int partition) {
    Partition owned = engine.partition(partition);
    if (owned == null || !owned.isOpen()) {
      return Optional.empty();
    }
    long n = owned.durableN(); // First: states read later hold at least what is before it.
    var standings = new ArrayList<Standing>();
    for (Holding holding : owned.holdings()) {
      if (holding.isRebuilding()) {
        return Optional.empty();
      }
      if (!holding.slot.isAllowed()) {
        continue; // Being built from the checkpoint: as yet it doesn't differ from it.
      }
      StoreState state = engine.stateOf(holding);
      if (state == null) {
        return Optional.empty();
      }
      standings.add(new Standing(holding.tenant, state, holding.appliedBytes(), holding.parked()));
    }
    return Optional.of(new Standings(partition, n, owned.reliesOnN(), standings));
  }

  /**
   * Begins a partition again from what S3 and the log have now, because what it relied on is gone.
   * Its files are discarded; until it is built again it cannot be told where it stands.
   */
  public void startOver(int partition, String reason) {
    engine.tail.submit(
        () -> {
          Partition owned = engine.partition(partition);
          if (owned != null && owned.isOpen()) {
            engine.tail.startOver(owned, reason);
          }
        });
  }

  /** States of a partition's tenants on whose account something has to be appended by a time. */
  public List<StoreState> withWork(int partition, long now) {
    Partition owned = engine.partition(partition);
    if (owned == null || !owned.isOpen()) {
      return List.of();
    }
    var states = new ArrayList<StoreState>();
    for (Holding holding : owned.holdings()) {
      StoreState state = holding.state;
      if (state != null && state.work().isThere(now) && holding.slot.isAllowed()) {
        states.add(state);
      }
    }
    return states;
  }

  /**
   * Reads a tenant's present state with the system's eyes.
   *
   * @return empty = the tenant isn't held any more
   * @throws StoreException when the file cannot be used now
   */
  public <T> Optional<T> read(int partition, TenantId tenant, Reading<T> reading)
      throws StoreException {
    Partition owned = engine.partition(partition);
    Holding holding = owned == null ? null : owned.holding(tenant);
    if (holding == null) {
      return Optional.empty();
    }
    try (OpenStores.Use store = engine.stores.use(holding.slot)) {
      return Optional.of(store.store().read(Viewer.INTERNAL, reading));
    }
  }

  /** What is done with a pinned file. */
  @FunctionalInterface
  public interface Use<T, E extends Exception> {
    T use(PinnedFile file) throws E;
  }

  /**
   * Lends a tenant's file, which stays as it is meanwhile; its lane goes on.
   *
   * @return what the use returned; empty = the tenant isn't held any more
   * @throws StoreException when the file cannot be pinned now
   */
  public <T, E extends Exception> Optional<T> withPinned(
      int partition, TenantId tenant, Use<T, E> use)
      throws StoreException, E, InterruptedException {
    Partition owned = engine.partition(partition);
    Holding holding = owned == null ? null : owned.holding(tenant);
    if (holding == null) {
      return Optional.empty();
    }
    try (OpenStores.Use store = engine.stores.use(holding.slot);
        PinnedFile file = pin(holding, store)) {
      return Optional.of(use.use(file));
    }
  }

  /** Pins between two commits, which only the lane can. */
  private PinnedFile pin(Holding holding, OpenStores.Use store)
      throws StoreException, InterruptedException {
    var pinned = new CompletableFuture<PinnedFile>();
    engine.committer.inLane(
        holding,
        () -> {
          try {
            pinned.complete(store.store().pin());
          } catch (StoreException | RuntimeException e) {
            pinned.completeExceptionally(e);
          }
        });
    try {
      return pinned.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreException cause
          ? cause
          : new StoreException("cannot pin tenant " + holding.tenant, e);
    }
  }
}
