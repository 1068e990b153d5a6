package io.entdb.snapshotter.make;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.Snapshots;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.archive.Loss;
import io.entdb.backup.archive.LossFinder;
import io.entdb.backup.archive.SegmentIndex;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Notices what comes into the archive: changes of tenants, and requests for snapshots. */
final class ArchiveWatch {
  /** How far a start looks back for requests: some hours of segments, days of compacted ones. */
  private static final int LOOK_BACK_SEGMENTS = 300;

  private final Archive archive;
  private final LossFinder losses;
  private final Checkpoints checkpoints;
  private final Snapshots snapshots;
  private final Shard shard;
  private final Map<Integer, Long> lookedThroughN = new HashMap<>();
  private final Map<Integer, Long> reachedN = new HashMap<>();
  private final Map<Integer, String> missing = new HashMap<>();
  private final Map<Integer, List<Loss>> passedOver = new HashMap<>();
  private final Map<TenantId, TenantWatch> tenants = new HashMap<>();

  ArchiveWatch(Archive archive, Checkpoints checkpoints, Snapshots snapshots, Shard shard) {
    this.archive = archive;
    this.losses = new LossFinder(archive);
    this.checkpoints = checkpoints;
    this.snapshots = snapshots;
    this.shard = shard;
  }

  /** The tenants of this shard that have archived records. */
  Collection<TenantWatch> tenants() {
    return tenants.values();
  }

  /** Looks at what is new. */
  void look(long nowMs) throws ObjectStoreException, ArchiveMissingException {
    List<Integer> partitions = archive.partitions();
    for (int partition : partitions) {
      look(partition, nowMs);
    }
    for (int partition : List.copyOf(reachedN.keySet())) {
      if (!partitions.contains(partition)) {
        lookForLosses(partition, WalPosition.BEFORE_FIRST);
      }
    }
  }

  /** Partitions whose archive lacks what it held, not by retention, and what that is. */
  Map<Integer, String> missing() {
    return missing;
  }

  /** Whether the archive lacks what it held before: at its end, or what is returned. */
  private List<Loss> lookForLosses(int partition, long throughN) throws ObjectStoreException {
    long reached = reachedN.merge(partition, throughN, Math::max);
    List<Loss> lost = losses.find(partition);
    if (throughN < reached) {
      missing.put(
          partition, "it reached through %d, and now through %d".formatted(reached, throughN));
    } else if (!lost.isEmpty()) {
      missing.put(
          partition,
          lost.stream().map(Loss::toString).collect(Collectors.joining(", "))
              + " were archived, and retention has not removed them");
    } else {
      missing.remove(partition);
    }
    return lost;
  }

  private void look(int partition, long nowMs)
      throws ObjectStoreException, ArchiveMissingException {
    Coverage coverage = archive.coverage(partition);
    List<Loss> lost = lookForLosses(partition, coverage.throughN());
    Long before = lookedThroughN.get(partition);
    long fromN;
    if (before == null) {
      lookAtCheckpoint(partition, coverage, nowMs);
      fromN = Math.max(coverage.firstN(), archive.newestFirstN(partition, LOOK_BACK_SEGMENTS));
    } else {
      fromN = before + 1;
    }
    fromN = Math.max(coverage.firstN(), Math.min(fromN, againFromN(partition, lost)));
    for (Loss loss : lost) {
      if (loss.fromN() >= fromN) {
        take(partition, fromN, loss.afterN(), nowMs);
      }
      fromN = Math.max(fromN, loss.resumesN());
    }
    take(partition, fromN, coverage.throughN(), nowMs);
    lookedThroughN.put(partition, coverage.throughN());
  }

  /** What was lost at the last look and is there again begins here, if anything is. */
  private long againFromN(int partition, List<Loss> lost) {
    List<Loss> before = passedOver.getOrDefault(partition, List.of());
    passedOver.put(partition, lost);
    return before.stream()
        .filter(loss -> !lost.contains(loss))
        .mapToLong(Loss::fromN)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Takes all segments of a stretch; records that the log had lost are passed over. */
  private void take(int partition, long firstN, long throughN, long nowMs)
      throws ObjectStoreException, ArchiveMissingException {
    long fromN = firstN;
    while (fromN <= throughN) {
      try {
        for (SegmentIndex index : archive.indexes(partition, fromN, throughN)) {
          take(index, nowMs);
        }
        break;
      } catch (ArchiveMissingException gap) {
        if (gap.toN() >= throughN) {
          throw gap;
        }
        fromN = gap.fromN() > fromN ? takeBefore(partition, fromN, gap, nowMs) : gap.toN() + 1;
      }
    }
  }

  private long takeBefore(int partition, long fromN, ArchiveMissingException gap, long nowMs)
      throws ObjectStoreException, ArchiveMissingException {
    for (SegmentIndex index : archive.indexes(partition, fromN, gap.fromN() - 1)) {
      take(index, nowMs);
    }
    return gap.toN() + 1;
  }

  /**
   * Looks whether the newest snapshots that are remembered still stand there. What is gone is due
   * again.
   *
   * @return those that are gone
   */
  List<String> lookAtSnapshots(long nowMs) throws ObjectStoreException {
    var gone = new ArrayList<String>();
    for (TenantWatch watch : tenants.values()) {
      TenantId tenant = watch.place.tenant();
      if (watch.snapshotN() >= 0 && !snapshots.has(tenant, new SnapshotId(watch.snapshotN()))) {
        gone.add("%s of %s".formatted(new SnapshotId(watch.snapshotN()), tenant));
        watch.lost(snapshots.newest(tenant, Snapshots.Choice.ANY), nowMs);
      }
    }
    return gone;
  }

  /** Tenants that changed before the segments that are looked at. */
  private void lookAtCheckpoint(int partition, Coverage coverage, long nowMs)
      throws ObjectStoreException {
    Optional<CheckpointManifest> newest = checkpoints.newest(partition);
    if (newest.isPresent()) {
      for (TenantCheckpoint tenant : newest.get().tenants()) {
        if (shard.has(tenant.tenant()) && tenant.lastRecordN() >= 0) {
          watch(partition, tenant.tenant())
              .archived(Math.min(tenant.lastRecordN(), coverage.throughN()), 0, nowMs);
        }
      }
    }
  }

  private void take(SegmentIndex index, long nowMs) throws ObjectStoreException {
    for (SegmentIndex.Member member : index.members()) {
      Optional<TenantId> tenant = tenantOf(member.key());
      if (tenant.isPresent() && shard.has(tenant.get())) {
        watch(index.partition(), tenant.get()).archived(member.lastN(), member.records(), nowMs);
      }
    }
    for (SegmentIndex.Barrier barrier : index.barriers()) {
      Optional<TenantId> tenant = tenantOf(barrier.key());
      if (tenant.isPresent() && shard.has(tenant.get())) {
        watch(index.partition(), tenant.get()).request(barrier.n());
      }
    }
  }

  private TenantWatch watch(int partition, TenantId tenant) throws ObjectStoreException {
    TenantWatch known = tenants.get(tenant);
    if (known == null) {
      known =
          new TenantWatch(
              new Place(tenant, partition), snapshots.newest(tenant, Snapshots.Choice.ANY));
      tenants.put(tenant, known);
    }
    return known;
  }

  private static Optional<TenantId> tenantOf(String key) {
    try {
      return Optional.of(new TenantId(key));
    } catch (InvalidException e) {
      return Optional.empty(); // Nobody's.
    }
  }
}
