package io.entdb.follower;

import io.entdb.follower.Holding.Task;
import io.entdb.follower.HydrationPlan.Known;
import io.entdb.follower.HydrationPlan.Stretch;
import io.entdb.follower.TenantSources.GoneException;
import io.entdb.follower.TenantSources.Image;
import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.SourceException;
import io.entdb.model.TenantId;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.StoreState;
import io.entdb.store.TenantStore;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds a store beside the folder, and puts it in place when nothing is missing from it. */
final class StoreBuilder {
  private static final System.Logger LOG = System.getLogger(StoreBuilder.class.getName());

  /** How much of the progress is the image's; the rest is the log's. */
  private static final double IMAGE_SHARE = 0.5;

  private final StoreSettings settings;
  private final ManifestCache manifests;
  private final CatchUp catchUp;
  private final FollowerListener listener;

  StoreBuilder(
      StoreSettings settings, ManifestCache manifests, CatchUp catchUp, FollowerListener listener) {
    this.settings = settings;
    this.manifests = manifests;
    this.catchUp = catchUp;
    this.listener = listener;
  }

  void forgetManifest(Holding holding) {
    manifests.forget(holding.partition.number);
  }

  /** Returns when the store is in place, or the holding wants none any more. */
  void build(Holding holding)
      throws SourceException,
          StoreException,
          RecordFaultException,
          WalTruncatedException,
          WalUnavailableException,
          InterruptedException {
    Optional<Task> task = holding.task();
    if (task.isEmpty()) {
      return;
    }
    Path file = holding.partition.folder().hydrating(holding.tenant);
    TenantStore.discard(file);
    Known known = known(holding, task.get());
    HydrationPlan plan;
    try {
      plan = load(holding, known, file);
    } catch (GoneException e) {
      // It may have been collected; then a newer checkpoint names what there is instead.
      forgetManifest(holding);
      known = known(holding, task.get());
      plan = loadIfThere(holding, known, file);
    }
    if (readLog(holding, plan, known.toN(), file)) {
      putInPlace(holding, file);
    }
  }

  /** Downloads the image that there is; what is to be read after it. */
  private HydrationPlan load(Holding holding, Known known, Path file)
      throws SourceException, GoneException, StoreException, InterruptedException {
    HydrationPlan plan = HydrationPlan.withImage(known);
    if (plan.image().isEmpty() || isLoaded(holding, plan.image().get(), file)) {
      return plan;
    }
    TenantStore.discard(file);
    return HydrationPlan.withoutImage(known);
  }

  /** As {@link #load}; an image that is lost is done without: the log has all that is in it. */
  private HydrationPlan loadIfThere(Holding holding, Known known, Path file)
      throws SourceException, StoreException, InterruptedException {
    try {
      return load(holding, known, file);
    } catch (GoneException e) {
      String message =
          "the image of tenant %s is lost, its log is read instead: %s"
              .formatted(holding.tenant, e.getMessage());
      LOG.log(Level.ERROR, message);
      listener.hydrationFailed(holding.tenant, message);
      TenantStore.discard(file);
      return HydrationPlan.withoutImage(known);
    }
  }

  private Known known(Holding holding, Task task) throws SourceException, InterruptedException {
    Optional<Manifest> manifest = manifests.newest(holding.partition.number);
    return new Known(
        manifest,
        manifest.map(m -> m.tenants().get(holding.tenant)).orElse(null),
        holding.logStart,
        task.quiet()
            ? OptionalLong.of(holding.partition.quietSince(holding.tenant))
            : OptionalLong.empty(),
        task.toN());
  }

  /** Downloads an image; false: it is not the state that the manifest says. */
  private boolean isLoaded(Holding holding, Image image, Path file)
      throws SourceException, GoneException, StoreException, InterruptedException {
    double bytes = Math.max(1, image.bytes());
    image.download(file, done -> holding.progress = IMAGE_SHARE * done / bytes);
    TenantId tenant = holding.tenant;
    try (var store = TenantStore.adopt(file, tenant, settings)) {
      StoreState state = store.state();
      if (state.n() == image.n() && state.digest().equals(image.digest())) {
        return true;
      }
      diverged(
          tenant,
          "the image of tenant %s is at %d with digest %s, but its manifest says %d and %s"
              .formatted(tenant, state.n(), state.digest(), image.n(), image.digest()));
    }
    return false;
  }

  private void diverged(TenantId tenant, String message) {
    LOG.log(Level.ERROR, message);
    listener.digestDiverged(tenant, message);
  }

  /** Reads the stretch, and what is left to hydration meanwhile; false: nobody wants the store. */
  private boolean readLog(Holding holding, HydrationPlan plan, long throughN, Path file)
      throws StoreException,
          RecordFaultException,
          WalTruncatedException,
          WalUnavailableException,
          InterruptedException {
    Optional<Stretch> stretch = plan.stretch();
    long toN = throughN;
    do {
      if (stretch.isPresent()) {
        try (var store = TenantStore.open(file, holding.tenant, settings)) {
          catchUp.read(holding, stretch.get(), store, _ -> {});
        }
      }
      if (holding.place(toN)) {
        return true;
      }
      Optional<Task> task = holding.task();
      if (task.isEmpty() || task.get().toN() <= toN) {
        return false;
      }
      stretch = Optional.of(new Stretch(toN + 1, task.get().toN()));
      toN = task.get().toN();
    } while (true);
  }

  private void putInPlace(Holding holding, Path file) throws StoreException {
    Folder folder = holding.partition.folder();
    if (Files.exists(file)) {
      folder.putInPlace(holding.tenant);
    } else {
      TenantStore.discard(folder.store(holding.tenant)); // The tenant has no record yet.
    }
    holding.placed();
  }
}
