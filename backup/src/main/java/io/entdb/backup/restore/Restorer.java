package io.entdb.backup.restore;

import io.entdb.backup.ProgressListener;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.Coverage;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.StoreSettings;
import io.entdb.store.StoreState;
import io.entdb.store.TenantStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** Brings tenants back from snapshots and the archive, and verifies what it made. */
public final class Restorer {
  private static final StoreSettings STORE = new StoreSettings(64 * 1024, 2 * 1024, 1);

  private final Archive archive;
  private final Snapshots snapshots;
  private final RebaseImages images;

  /**
   * @param images those that records on the way name
   */
  public Restorer(Archive archive, Snapshots snapshots, RebaseImages images) {
    this.archive = archive;
    this.snapshots = snapshots;
    this.images = images;
  }

  /** A tenant and the partition that its log is in. */
  public record Place(TenantId tenant, int partition) {}

  /**
   * Restores a tenant into a file, which appears complete and verified or not at all. What stood
   * under its name is replaced.
   *
   * @param digests compared with where the replay passes
   * @throws RestoreRefusedException when the target cannot be reached
   * @throws DigestDivergedException when the state differs from what a checkpoint published
   * @throws StoreException when the disk fails, or the file is not sound in the end
   */
  public Restored restore(
      Place place, RestoreTarget target, Path file, DigestBook digests, RestoreListener listener)
      throws IOException,
          ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException {
    Plan plan = plan(place, target);
    listener.begins(plan.base());
    Path building = file.resolveSibling(file.getFileName() + ".restoring");
    TenantStore.discard(building);
    try {
      if (plan.base().isPresent()) {
        load(plan.base().get(), building, listener::downloaded);
      }
      long fromN = plan.base().map(base -> base.n() + 1).orElse(0L);
      Restored restored = replay(place, plan, fromN, building, digests, listener);
      TenantStore.discard(file);
      Files.move(building, file, StandardCopyOption.ATOMIC_MOVE);
      return restored;
    } catch (ArchiveMissingException e) {
      throw new RestoreRefusedException(String.valueOf(e.getMessage()), e);
    } finally {
      TenantStore.discard(building);
    }
  }

  /**
   * How a restore would go.
   *
   * @param base empty = from the tenant's first record
   * @param throughN the last n to look at
   * @param timeMsMax records of a later tenant time are left out
   */
  public record Plan(Optional<SnapshotManifest> base, long throughN, long timeMsMax) {}

  /** Looks how a target can be reached, without restoring anything. */
  public Plan plan(Place place, RestoreTarget target)
      throws ObjectStoreException, RestoreRefusedException {
    Coverage coverage = archive.coverage(place.partition());
    Optional<SnapshotManifest> base =
        snapshots.newest(
            place.tenant(),
            switch (target) {
              case RestoreTarget.ArchiveEnd _ -> snapshot -> snapshot.n() <= coverage.throughN();
              case RestoreTarget.AtPosition(long n) -> snapshot -> snapshot.n() <= n;
              case RestoreTarget.AtTime(long timeMs) ->
                  snapshot -> snapshot.tenantTimeMs() <= timeMs;
            });
    if (base.isEmpty() && coverage.firstN() > 0) {
      requireBeginning(place, coverage);
    }
    return reach(place, target, coverage, base);
  }

  private static Plan reach(
      Place place, RestoreTarget target, Coverage coverage, Optional<SnapshotManifest> base)
      throws RestoreRefusedException {
    if (coverage.throughN() < 0) {
      throw new RestoreRefusedException(
          "nothing of partition %d is archived".formatted(place.partition()));
    }
    return switch (target) {
      case RestoreTarget.ArchiveEnd _ -> new Plan(base, coverage.throughN(), Long.MAX_VALUE);
      case RestoreTarget.AtPosition(long n) -> {
        if (n > coverage.throughN()) {
          throw new RestoreRefusedException(
              "the archive of partition %d reaches through %d, not %d; it grows within a minute"
                  .formatted(place.partition(), coverage.throughN(), n));
        }
        yield new Plan(base, n, Long.MAX_VALUE);
      }
      case RestoreTarget.AtTime(long timeMs) -> {
        if (timeMs >= coverage.timeMs()) {
          throw new RestoreRefusedException(
              "the archive of partition %d is complete for times before %s, not at %s; it grows within two minutes"
                  .formatted(
                      place.partition(),
                      Instant.ofEpochMilli(coverage.timeMs()),
                      Instant.ofEpochMilli(timeMs)));
        }
        yield new Plan(base, coverage.throughN(), timeMs);
      }
    };
  }

  /** Without a snapshot the archive must have all of the tenant's records. */
  private void requireBeginning(Place place, Coverage coverage)
      throws ObjectStoreException, RestoreRefusedException {
    boolean isOpened;
    try {
      isOpened =
          Beginnings.beginsWithOpening(archive, place, coverage.firstN(), coverage.throughN());
    } catch (ArchiveMissingException e) {
      throw new RestoreRefusedException(String.valueOf(e.getMessage()), e);
    }
    if (!isOpened) {
      throw new RestoreRefusedException(
          "tenant %s has no snapshot at or before the target, and the archive of partition %d begins at %d, after the tenant's first record"
              .formatted(place.tenant(), place.partition(), coverage.firstN()));
    }
  }

  /** Restores a tenant as a snapshot has it, and verifies the file. */
  public Restored load(SnapshotManifest snapshot, Path file, RestoreListener listener)
      throws IOException, ObjectStoreException, StoreException {
    listener.begins(Optional.of(snapshot));
    Path building = file.resolveSibling(file.getFileName() + ".restoring");
    TenantStore.discard(building);
    try {
      load(snapshot, building, listener::downloaded);
      StoreReport report = verified(building, listener);
      TenantStore.discard(file);
      Files.move(building, file, StandardCopyOption.ATOMIC_MOVE);
      return new Restored(Optional.of(snapshot), snapshot.partition(), snapshot.n(), 0, 0, report);
    } finally {
      TenantStore.discard(building);
    }
  }

  private void load(SnapshotManifest base, Path file, ProgressListener listener)
      throws IOException, ObjectStoreException, StoreException {
    snapshots.download(base, file, listener);
    try (var store = TenantStore.adopt(file, base.tenant(), STORE)) {
      StoreState state = store.state();
      if (state.n() != base.image().n() || !state.digest().equals(base.image().digest())) {
        throw new StoreException(
            "snapshot %s of %s holds digest %s at %d, but its manifest says %s at %d"
                .formatted(
                    base.id(),
                    base.tenant(),
                    state.digest(),
                    state.n(),
                    base.image().digest(),
                    base.image().n()));
      }
    }
  }

  private Restored replay(
      Place place, Plan plan, long fromN, Path file, DigestBook digests, RestoreListener listener)
      throws ObjectStoreException,
          ArchiveMissingException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException {
    // What a tenant's log lacks before the archive begins, was looked at when it was planned.
    long firstN = fromN == 0 ? archive.coverage(place.partition()).firstN() : fromN;
    Path image = file.resolveSibling(file.getFileName() + ".image");
    long records;
    int compared;
    StoreState state;
    try (var store = TenantStore.open(file, place.tenant(), STORE)) {
      var replay =
          new Replay(
              store, images.into(image), digests.of(place.tenant()), plan.timeMsMax(), listener);
      replay.run(archive, place.partition(), firstN, plan.throughN());
      records = replay.records();
      compared = replay.compared();
      state = store.state();
    } finally {
      TenantStore.discard(image);
    }
    if (state.position().isEmpty()) {
      throw new RestoreRefusedException(
          "tenant %s has no record in partition %d up to the target"
              .formatted(place.tenant(), place.partition()));
    }
    long throughN = plan.timeMsMax() == Long.MAX_VALUE ? plan.throughN() : state.n();
    return new Restored(
        plan.base(), place.partition(), throughN, records, compared, verified(file, listener));
  }

  /**
   * Applies archived records to a restored file, from where it stands.
   *
   * @param expectedN where the caller believes that it stands
   */
  public Restored goOn(
      Place place, Path file, long expectedN, RestoreTarget target, RestoreListener listener)
      throws ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException {
    long standsAtN;
    try (var store = TenantStore.open(file, place.tenant(), STORE)) {
      standsAtN = store.state().n();
    }
    try {
      if (expectedN > standsAtN && hasRecords(place, standsAtN + 1, expectedN)) {
        throw new RestoreRefusedException(
            "%s stands at %d; going on from %d would leave out records of %s between"
                .formatted(file, standsAtN, expectedN, place.tenant()));
      }
      Coverage coverage = archive.coverage(place.partition());
      Plan plan = reach(place, target, coverage, Optional.empty());
      long fromN = Math.max(standsAtN, expectedN) + 1;
      if (fromN > plan.throughN() + 1) {
        throw new RestoreRefusedException(
            "%s stands at %d, after the target %d".formatted(file, standsAtN, plan.throughN()));
      }
      return replay(place, plan, fromN, file, DigestBook.EMPTY, listener);
    } catch (ArchiveMissingException e) {
      throw new RestoreRefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean hasRecords(Place place, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException {
    long[] count = {0};
    archive.read(place.partition(), fromN, toN, place.tenant().value(), entry -> count[0]++);
    return count[0] > 0;
  }

  private static StoreReport verified(Path file, RestoreListener listener) throws StoreException {
    listener.verifies();
    StoreReport report = TenantStore.audit(file);
    if (!report.isSound()) {
      throw new StoreException(
          "%s is not sound: %s".formatted(file, String.join("; ", report.problems())));
    }
    return report;
  }
}
