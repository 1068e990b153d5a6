package io.entdb.applier.checkpoint;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.ImageGoneException;
import io.entdb.backup.ImageRef;
import io.entdb.backup.ParkedAt;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.follower.OwnedPartitions;
import io.entdb.follower.OwnedPartitions.Standing;
import io.entdb.follower.OwnedPartitions.Standings;
import io.entdb.follower.ParkedTenant;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints: for each tenant either a new image or the mark of an old one. A tenant that
 * isn't held had no record since the last checkpoint, so its mark there stays true.
 */
public final class Checkpointer {
  private final OwnedPartitions owned;
  private final Checkpoints checkpoints;
  private final ExecutorService uploads;
  private final InstantSource clock;
  private final ImageLedger ledger = new ImageLedger();

  /**
   * @param uploads runs as many uploads at the same time as it has threads
   */
  public Checkpointer(
      OwnedPartitions owned,
      Checkpoints checkpoints,
      ExecutorService uploads,
      InstantSource clock) {
    this.owned = owned;
    this.checkpoints = checkpoints;
    this.uploads = uploads;
    this.clock = clock;
  }

  /** What a round came to. */
  public sealed interface Result {
    /** A checkpoint is published. */
    record Published(long n, int tenants, int images) implements Result {}

    /** The newest checkpoint holds all that this process has, or more. */
    record NothingNew() implements Result {}

    /** It can't be told where the partition stands; try again later. */
    record NotNow() implements Result {}

    /**
     * Checkpoints are gone on which this process relied for tenants that it does not hold: nothing
     * that it could publish would be complete. The partition begins again.
     */
    record Lost(long reliesOnN, long newestN) implements Result {}

    /** Another process published meanwhile: one of the two no longer owns the partition. */
    record LostRace(long n) implements Result {}
  }

  /** What is known of a tenant for the manifest, and whether its image is new. */
  private record Entry(Standing standing, TenantCheckpoint checkpoint, boolean imaged) {}

  /**
   * Makes a checkpoint of a partition, if there is news.
   *
   * @throws ImageGoneException when an image was not published in time; the next round uploads it
   *     again
   */
  public Result checkpoint(int partition)
      throws ObjectStoreException,
          StoreException,
          IOException,
          ImageGoneException,
          InterruptedException {
    Optional<Standings> found = owned.standings(partition);
    if (found.isEmpty()) {
      return new Result.NotNow();
    }
    Standings standings = found.get();
    Optional<CheckpointManifest> newest = checkpoints.newest(partition);
    long newestN = newest.map(CheckpointManifest::n).orElse(WalPosition.BEFORE_FIRST);
    if (newestN < standings.reliesOnN()) {
      owned.startOver(
          partition,
          "its checkpoints from %d on are gone, the newest is at %d"
              .formatted(standings.reliesOnN(), newestN));
      return new Result.Lost(standings.reliesOnN(), newestN);
    }
    if (standings.n() <= newestN) {
      return new Result.NothingNew();
    }
    Instant now = clock.instant();
    List<Entry> entries = entries(standings, newest, now);
    SortedMap<TenantId, TenantCheckpoint> tenants = byTenant(newest);
    entries.forEach(entry -> tenants.put(entry.standing().tenant(), entry.checkpoint()));
    var manifest =
        new CheckpointManifest(
            partition, standings.n(), now.toEpochMilli(), List.copyOf(tenants.values()));
    if (!checkpoints.publish(manifest)) {
      return new Result.LostRace(standings.n());
    }
    List<Entry> imaged = entries.stream().filter(Entry::imaged).toList();
    for (Entry entry : imaged) {
      entry.checkpoint().image().ifPresent(image -> ledger.imaged(entry.standing(), image, now));
    }
    return new Result.Published(standings.n(), tenants.size(), imaged.size());
  }

  private static SortedMap<TenantId, TenantCheckpoint> byTenant(
      Optional<CheckpointManifest> manifest) {
    var tenants = new TreeMap<TenantId, TenantCheckpoint>();
    manifest.ifPresent(m -> m.tenants().forEach(tenant -> tenants.put(tenant.tenant(), tenant)));
    return tenants;
  }

  private List<Entry> entries(Standings standings, Optional<CheckpointManifest> newest, Instant now)
      throws ObjectStoreException, StoreException, IOException, InterruptedException {
    Map<TenantId, TenantCheckpoint> before = byTenant(newest);
    Instant newestAt =
        newest.map(manifest -> Instant.ofEpochMilli(manifest.createdAtMs())).orElse(now);
    List<Callable<Entry>> work = new ArrayList<>();
    for (Standing standing : standings.tenants()) {
      if (standing.state().position().isPresent() || standing.parked().isPresent()) {
        TenantCheckpoint known = before.get(standing.tenant());
        Optional<ImageRef> image = known == null ? Optional.empty() : known.image();
        boolean due = ledger.isDue(standing, image, newestAt, now);
        work.add(() -> entry(standings.partition(), standing, known, due));
      }
    }
    var entries = new ArrayList<Entry>();
    for (Future<Entry> done : uploads.invokeAll(work)) {
      entries.add(get(done));
    }
    return entries;
  }

  private Entry entry(
      int partition, Standing standing, @Nullable TenantCheckpoint known, boolean due)
      throws Exception {
    if (due) {
      Optional<Entry> imaged =
          owned.withPinned(partition, standing.tenant(), file -> imaged(standing, known, file));
      if (imaged.isPresent()) {
        return imaged.get();
      }
    }
    StoreState state = standing.state();
    if (known != null && known.lastRecordN() > state.n()) {
      // A binary that this process's is parked behind got further. What it said stays true.
      return new Entry(standing, checkpoint(known, standing.parked()), false);
    }
    Optional<ImageRef> image = known == null ? Optional.empty() : known.image();
    return new Entry(standing, checkpoint(state, image, standing.parked()), false);
  }

  private Entry imaged(Standing standing, @Nullable TenantCheckpoint known, PinnedFile file)
      throws IOException, ObjectStoreException {
    ImageRef image = checkpoints.upload(standing.tenant(), file, Optional.ofNullable(known));
    var checkpoint = checkpoint(file.state(), Optional.of(image), standing.parked());
    return new Entry(standing, checkpoint, true);
  }

  private static TenantCheckpoint checkpoint(
      StoreState state, Optional<ImageRef> image, Optional<ParkedTenant> parked) {
    return new TenantCheckpoint(
        state.tenant(),
        state.incarnation(),
        image,
        state.n(),
        state.digest(),
        state.tenantTime(),
        parked.map(at -> new ParkedAt(at.position().n(), at.reason())),
        state.work());
  }

  private static TenantCheckpoint checkpoint(
      TenantCheckpoint known, Optional<ParkedTenant> parked) {
    return new TenantCheckpoint(
        known.tenant(),
        known.incarnation(),
        known.image(),
        known.lastRecordN(),
        known.digest(),
        known.tenantTime(),
        parked.map(at -> new ParkedAt(at.position().n(), at.reason())),
        known.work());
  }

  private static Entry get(Future<Entry> done)
      throws ObjectStoreException, StoreException, IOException, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ObjectStoreException cause -> throw cause;
        case StoreException cause -> throw cause;
        case IOException cause -> throw cause;
        case null, default -> throw new IllegalStateException("an image failed", e);
      }
    }
  }
}
