package io.entdb.follower;

import io.entdb.follower.FollowerStats.ClassStats;
import io.entdb.follower.FollowerStats.TenantBytes;
import io.entdb.follower.TenantSources.Mark;
import io.entdb.follower.TenantSources.SourceException;
import io.entdb.store.StoreState;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drops the stores least recently asked for when all of them take too much of the disk. */
final class DiskBudget {
  private static final System.Logger LOG = System.getLogger(DiskBudget.class.getName());

  private final Engine engine;
  private volatile long bytes;
  private volatile List<TenantBytes> largest = List.of();
  private volatile List<ClassStats> classes = ClassStats.of(List.of());

  DiskBudget(Engine engine) {
    this.engine = engine;
  }

  /** What all stores took when last looked at. */
  long bytes() {
    return bytes;
  }

  /** The tenants whose files took most then, largest first. */
  List<TenantBytes> largest() {
    return largest;
  }

  /** How many tenants of each size there were then. */
  List<ClassStats> classes() {
    return classes;
  }

  /** Measures, and drops down to nine tenths of the budget when it is exceeded. */
  void look() throws InterruptedException {
    Map<Holding, Long> sizes = new HashMap<>();
    for (Partition partition : engine.partitions()) {
      for (Holding holding : partition.holdings()) {
        sizes.put(holding, partition.folder().bytes(holding.tenant));
      }
    }
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    bytes = total;
    largest = largest(sizes);
    classes = ClassStats.of(sizes.values());
    sizes.forEach((holding, size) -> holding.size = SizeClass.of(size));
    long budget = engine.settings.diskBytesMax();
    if (total > budget) {
      drop(sizes, total - budget / 10 * 9);
    }
  }

  private static List<TenantBytes> largest(Map<Holding, Long> sizes) {
    return sizes.entrySet().stream()
        .map(size -> new TenantBytes(size.getKey().tenant, size.getValue()))
        .sorted(Comparator.comparingLong(TenantBytes::bytes).reversed())
        .limit(FollowerStats.LARGEST_MAX)
        .toList();
  }

  private void drop(Map<Holding, Long> sizes, long excess) throws InterruptedException {
    List<Holding> candidates = new ArrayList<>(sizes.keySet());
    candidates.removeIf(holding -> holding.leases.isAny() || !holding.isIdle());
    candidates.sort(Comparator.comparingLong(holding -> holding.lastUsed));
    long left = excess;
    for (Holding holding : candidates) {
      StoreState state = holding.state;
      if (left <= 0) {
        break;
      }
      if (state != null && isRecoverable(holding, state)) {
        engine.drop(holding, state.n());
        left -= sizes.getOrDefault(holding, 0L);
      }
    }
    if (left > 0) {
      LOG.log(Level.WARNING, "tenants in use take {0} bytes more than the disk budget", left);
    }
  }

  /**
   * Whether the store can be had again as it is. An owner relies on having a store of every tenant
   * that had records since the checkpoint, so it lets only those go that the checkpoint holds.
   */
  private boolean isRecoverable(Holding holding, StoreState state) throws InterruptedException {
    if (!engine.owning) {
      return true;
    }
    try {
      @Nullable Mark mark =
          engine
              .manifests
              .newest(holding.partition.number)
              .map(manifest -> manifest.tenants().get(holding.tenant))
              .orElse(null);
      return mark != null
          && !mark.isParked()
          && mark.image().filter(image -> image.n() == state.n()).isPresent();
    } catch (SourceException e) {
      return false;
    }
  }
}
