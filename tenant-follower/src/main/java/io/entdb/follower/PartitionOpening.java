package io.entdb.follower;

import io.entdb.follower.TenantSources.Image;
import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.Mark;
import io.entdb.follower.TenantSources.SourceException;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.wal.consumer.WalTail;
import io.entdb.wal.consumer.WalUnavailableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out where to follow a partition from, and begins: from what the last run left on the disk;
 * without that at the log's present end, or, where all its tenants are owned, after the newest
 * checkpoint.
 */
final class PartitionOpening implements Job {
  private static final System.Logger LOG = System.getLogger(PartitionOpening.class.getName());

  /** How long to wait before another try. */
  private static final long RETRY_MS = 1_000;

  /**
   * How far back from a checkpoint the tail may begin to save tenants a scan of their own. Further
   * back, replaying for one tenant would hold up all.
   */
  private static final long LOOK_BACK_MAX = 1_000_000;

  private final Engine engine;
  private final Partition partition;
  private final boolean afresh;

  /**
   * @param afresh what is on the disk is of no use
   */
  PartitionOpening(Engine engine, Partition partition, boolean afresh) {
    this.engine = engine;
    this.partition = partition;
    this.afresh = afresh;
  }

  @Override
  public Result run() throws InterruptedException {
    Result result = isTakenAway() ? Result.DONE : open();
    if (result instanceof Result.Done) {
      partition.endOpening();
    }
    return result;
  }

  /** Then what it holds by now is ended by its closing, which waits for this. */
  private boolean isTakenAway() {
    return engine.partition(partition.number) != partition;
  }

  private Result open() throws InterruptedException {
    if (engine.isClosing(partition.number)) {
      return new Result.Again(100); // An earlier life still has its files open.
    }
    try {
      Optional<Followed> followed = Followed.read(partition.folder().root());
      if (!afresh && followed.filter(Followed::isUsable).isPresent()) {
        resume(followed.get());
      } else {
        partition.folder().discardAll();
        beginAfresh();
      }
      return Result.DONE;
    } catch (IOException | WalUnavailableException | SourceException e) {
      LOG.log(
          Level.WARNING, "partition " + partition.number + " cannot be opened; trying again", e);
      return new Result.Again(RETRY_MS);
    }
  }

  private void resume(Followed followed) throws IOException {
    partition.folder().prepare();
    partition.start(followed.n() + 1, followed.leaderEpoch(), Map.of());
    partition.relyOn(followed.reliesOnN());
    Set<TenantId> onDisk = new HashSet<>(partition.folder().tenants());
    var parked = new HashMap<TenantId, ParkedTenant>();
    for (Followed.Parked at : followed.parked()) {
      parked.put(new TenantId(at.tenant()), at.at(partition.number));
    }
    for (TenantId tenant : onDisk) {
      ParkedTenant at = parked.remove(tenant);
      partition.hold(
          tenant,
          false,
          begun -> {
            if (at == null) {
              begun.restoreLive();
            } else {
              begun.restoreParked(at);
            }
          });
    }
    if (engine.owning) {
      followed.rebuilding().forEach(name -> rebuild(new TenantId(name)));
      parked.keySet().forEach(this::rebuild);
    }
    LOG.log(
        Level.INFO,
        "partition %d: resuming after %d with %d tenants on disk"
            .formatted(partition.number, followed.n(), onDisk.size()));
    begin(followed.n() + 1, followed.leaderEpoch());
  }

  /** Holds a tenant that has records before the start, but no store here. */
  private void rebuild(TenantId tenant) {
    partition.hold(tenant, false, _ -> {});
  }

  private void beginAfresh()
      throws IOException, WalUnavailableException, SourceException, InterruptedException {
    if (engine.owning) {
      beginAfterCheckpoint();
    } else {
      long end =
          engine.parts.extent().endN(List.of(partition.number)).getOrDefault(partition.number, 0L);
      partition.start(end, WalTail.LEADER_EPOCH_UNKNOWN, Map.of());
      begin(end, WalTail.LEADER_EPOCH_UNKNOWN);
    }
  }

  private void beginAfterCheckpoint()
      throws IOException, WalUnavailableException, SourceException, InterruptedException {
    engine.manifests.forget(partition.number);
    Optional<Manifest> manifest = engine.manifests.newest(partition.number);
    long checkpointN = manifest.map(Manifest::n).orElse(WalPosition.BEFORE_FIRST);
    Map<TenantId, Mark> marks = manifest.map(Manifest::tenants).orElse(Map.of());
    long startN = checkpointN + 1;
    var imaged = new HashMap<TenantId, Long>();
    for (Map.Entry<TenantId, Mark> mark : marks.entrySet()) {
      long imageN = mark.getValue().image().map(Image::n).orElse(WalPosition.BEFORE_FIRST);
      imaged.put(mark.getKey(), imageN);
      if (needsTail(mark.getValue(), imageN) && imageN + 1 > checkpointN - LOOK_BACK_MAX) {
        startN = Math.min(startN, imageN + 1);
      }
    }
    long beginningN =
        engine
            .parts
            .extent()
            .beginningN(List.of(partition.number))
            .getOrDefault(partition.number, 0L);
    // Of what the log no longer has, the tail can't tell whose it is: those tenants are built.
    Set<TenantId> forgotten =
        startN < beginningN
            ? engine.parts.sources().tenants(partition.number, startN, beginningN - 1)
            : Set.of();
    startN = Math.max(startN, beginningN);
    partition.start(startN, WalTail.LEADER_EPOCH_UNKNOWN, imaged);
    partition.relyOn(checkpointN);
    forgotten.forEach(this::rebuild);
    marks.forEach(
        (tenant, mark) -> {
          if (mark.isParked()) { // This binary may be the one that gets it going.
            partition.hold(tenant, true, _ -> {});
          }
        });
    LOG.log(
        Level.INFO,
        "partition %d: beginning at %d, with a checkpoint of %d tenants at %d"
            .formatted(partition.number, startN, marks.size(), checkpointN));
    begin(startN, WalTail.LEADER_EPOCH_UNKNOWN);
  }

  /** Whether records of the tenant stand between its image and the checkpoint. */
  private static boolean needsTail(Mark mark, long imageN) {
    return !mark.isParked() && mark.lastRecordN() > imageN;
  }

  private void begin(long nextN, int leaderEpoch) throws IOException {
    if (isTakenAway()) {
      return;
    }
    engine.notes.write(partition);
    partition.open();
    partition.holdings().forEach(engine.hydrator::hydrateIfDue);
    engine.tail.submit(() -> engine.tail.follow(partition, nextN, leaderEpoch));
  }

  @Override
  public String toString() {
    return "opening of partition " + partition.number;
  }
}
