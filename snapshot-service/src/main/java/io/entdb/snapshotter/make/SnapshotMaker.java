package io.entdb.snapshotter.make;

import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.restore.ClosedFile;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.TenantStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes the snapshots that are due: each is the one before and the archive after it, verified
 * before it is published. One thread calls it.
 */
public final class SnapshotMaker {
  private static final System.Logger LOG = System.getLogger(SnapshotMaker.class.getName());

  /** How often ages are found out anew while many snapshots are made: it looks at all tenants. */
  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(10);

  private final SnapshotPolicy policy;
  private final Archive archive;
  private final Checkpoints checkpoints;
  private final Snapshots snapshots;
  private final Restorer restorer;
  private final ArchiveWatch watch;
  private final Retention retention;
  private final DrillWatch drills;
  private final SnapshotListener listener;
  private final InstantSource clock;
  private final Path folder;
  private long retainedMs;
  private volatile long missingSinceMs = Long.MAX_VALUE;
  private volatile long lookedMs;
  private volatile int watched;
  private long measuredMs;
  private volatile int pending;
  private volatile Map<Integer, String> missing = Map.of();

  /**
   * A maker that has looked at nothing yet.
   *
   * @param folder for files while they are made
   */
  public SnapshotMaker(
      SnapshotPolicy policy,
      ObjectStore objects,
      Path folder,
      SnapshotListener listener,
      InstantSource clock) {
    this.policy = policy;
    this.archive = new Archive(objects, clock);
    this.checkpoints = new Checkpoints(objects, clock);
    this.snapshots = new Snapshots(objects, clock);
    this.restorer = new Restorer(archive, snapshots, new RebaseImages(objects, clock));
    var shard = new Shard(policy.instance(), policy.instances());
    this.watch = new ArchiveWatch(archive, checkpoints, snapshots, shard);
    this.retention = new Retention(policy, objects, archive, snapshots, shard, clock);
    this.drills = new DrillWatch(objects, clock);
    this.listener = listener;
    this.clock = clock;
    this.folder = folder;
    this.retainedMs = clock.millis();
    this.lookedMs = clock.millis();
  }

  /**
   * For how long a change has been missing from every snapshot, at most. Any thread may call; it
   * goes on growing while a round hangs.
   */
  public Duration age() {
    return Duration.ofMillis(Math.max(0, clock.millis() - missingSinceMs));
  }

  /** Since the last round that looked at everything. Any thread may call. */
  public Duration roundAge() {
    return Duration.ofMillis(Math.max(0, clock.millis() - lookedMs));
  }

  /** How many tenants this instance looks after. Any thread may call. */
  public int watched() {
    return watched;
  }

  /** What drills came to. */
  public DrillWatch drills() {
    return drills;
  }

  /** Partitions whose archive lacks what it held before. Any thread may call. */
  public int missing() {
    return missing.size();
  }

  /** How many snapshots were due at the last look. Any thread may call. */
  public int pending() {
    return pending;
  }

  /** One look at the archive, all snapshots that are due, and retention when it is its time. */
  public void round() throws InterruptedException {
    try {
      watch.look(clock.millis());
      measure();
      makeDue();
      if (clock.millis() - retainedMs >= policy.retentionInterval().toMillis()) {
        retainedMs = clock.millis();
        lookAtSnapshots();
        listener.removed(
            retention.remove()
                + drills.removeBefore(clock.instant().minus(policy.archiveRetention())));
      }
      lookedMs = clock.millis();
    } catch (ObjectStoreException | ArchiveMissingException e) {
      LOG.log(Level.WARNING, "looking for due snapshots failed: " + e.getMessage());
      listener.lookFailed(String.valueOf(e.getMessage()));
    }
    measure();
    lookAtDrills();
  }

  /** By itself: a result that cannot be read must not hold up snapshots. */
  private void lookAtDrills() {
    try {
      drills.look();
    } catch (ObjectStoreException e) {
      LOG.log(Level.WARNING, "results of drills cannot be read: " + e.getMessage());
      listener.lookFailed(String.valueOf(e.getMessage()));
    }
  }

  private void lookAtSnapshots() throws ObjectStoreException {
    for (String gone : watch.lookAtSnapshots(clock.millis())) {
      LOG.log(Level.ERROR, "snapshot " + gone + " is gone and will be made again");
      listener.lost(gone);
    }
  }

  /** Says once of each partition what its archive has lost. */
  private void tellMissing() {
    Map<Integer, String> now = Map.copyOf(watch.missing());
    now.forEach(
        (partition, what) -> {
          if (!what.equals(missing.get(partition))) {
            LOG.log(
                Level.ERROR,
                "objects of the archive of partition " + partition + " are gone: " + what);
          }
        });
    missing = now;
  }

  private void measure() {
    tellMissing();
    measuredMs = clock.millis();
    watched = watch.tenants().size();
    missingSinceMs =
        watch.tenants().stream()
            .mapToLong(TenantWatch::missingSinceMs)
            .min()
            .orElse(Long.MAX_VALUE);
  }

  private void makeDue() throws InterruptedException {
    List<TenantWatch> due =
        watch.tenants().stream()
            .filter(tenant -> tenant.due(policy, clock.millis()).isPresent())
            .toList();
    int left = due.size();
    pending = left;
    Map<Integer, DigestBook> digests = new HashMap<>();
    for (TenantWatch tenant : due) {
      OptionalLong n = tenant.due(policy, clock.millis());
      while (n.isPresent()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped between snapshots");
        }
        make(tenant, n.getAsLong(), digests);
        n =
            tenant.requested().isEmpty()
                ? OptionalLong.empty()
                : tenant.due(policy, clock.millis());
      }
      pending = --left;
      if (clock.millis() - measuredMs > MEASURE_INTERVAL.toMillis()) {
        measure();
      }
    }
  }

  private void make(TenantWatch tenant, long n, Map<Integer, DigestBook> digests) {
    String name = tenant.place.tenant().value();
    try {
      if (n < Long.MAX_VALUE) {
        Optional<SnapshotManifest> there = snapshots.read(tenant.place.tenant(), new SnapshotId(n));
        if (there.isPresent()) {
          tenant.found(there.get().id());
          return;
        }
      }
      DigestBook book = digests.get(tenant.place.partition());
      if (book == null) {
        book = DigestBook.read(checkpoints, tenant.place.partition());
        digests.put(tenant.place.partition(), book);
      }
      Files.createDirectories(folder);
      make(tenant, n, book, folder.resolve(name + ".db"));
    } catch (DigestDivergedException e) {
      LOG.log(Level.ERROR, e.getMessage());
      listener.diverged(tenant.place.tenant(), String.valueOf(e.getMessage()));
      tenant.failed(clock.millis());
    } catch (ObjectStoreException
        | StoreException
        | RestoreRefusedException
        | IOException
        | RuntimeException e) {
      LOG.log(Level.WARNING, "no snapshot of tenant " + name + ", trying again later", e);
      listener.failed(tenant.place.tenant(), String.valueOf(e.getMessage()));
      tenant.failed(clock.millis());
    }
  }

  private void make(TenantWatch tenant, long n, DigestBook digests, Path file)
      throws IOException,
          ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException {
    long start = System.nanoTime();
    RestoreTarget target =
        n == Long.MAX_VALUE ? new RestoreTarget.ArchiveEnd() : new RestoreTarget.AtPosition(n);
    try {
      Restored restored =
          restorer.restore(tenant.place, target, file, digests, RestoreListener.NONE);
      Optional<SnapshotManifest> newest =
          snapshots.newest(tenant.place.tenant(), Snapshots.Choice.ANY);
      long uploading = System.nanoTime();
      SnapshotManifest made =
          snapshots.publish(
              new SnapshotId(restored.throughN()),
              new ClosedFile(file, restored.report()),
              restored.report(),
              newest,
              restored.compared());
      long ended = System.nanoTime();
      tenant.made(made, clock.millis());
      listener.made(
          made,
          restored.records(),
          Duration.ofNanos(ended - start),
          Duration.ofNanos(ended - uploading));
      LOG.log(
          Level.INFO,
          "tenant %s: snapshot %s of %d bytes, %d records after the one before, %d digests compared, in %d ms"
              .formatted(
                  made.tenant(),
                  made.id(),
                  made.image().bytes(),
                  restored.records(),
                  restored.compared(),
                  (ended - start) / 1_000_000));
    } finally {
      TenantStore.discard(file);
    }
  }
}
