package io.entdb.service.metrics;

import io.entdb.follower.Follower;
import io.entdb.follower.FollowerListener;
import io.entdb.follower.FollowerSettings;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.FollowerStats.PartitionStats;
import io.entdb.follower.FollowerStats.TenantBytes;
import io.entdb.follower.ParkedTenant;
import io.entdb.follower.SizeClass;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.service.traces.RecordTraces;
import io.entdb.store.StoreException;
import io.entdb.store.TenantStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a process counts that follows the log, and the spans of what it applies. Lags are computed
 * when somebody asks: they grow while the follower stands still, is not connected, or does not
 * know.
 */
public final class FollowerMeters implements FollowerListener {
  /** What goes wrong while applying. */
  private enum Trouble {
    PARKED,
    STORE_FAULT,
    HYDRATION,
    DIGEST_DIVERGED,
    PARTITION_STOPPED
  }

  private static final FollowerStats NOTHING =
      new FollowerStats(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of());

  private static final double MILLIS = 1_000.0;

  private final MeterRegistry registry;
  private final RecordTraces traces;
  private final InstantSource clock;
  private final long startedMs;
  private final Recent<FollowerStats> stats;
  private final SizeClassMeters sizes;
  private final Timer hydrations;
  private final Counter applied;
  private final Counter divergences;
  private final FollowerGauges gauges;
  private volatile @Nullable Follower follower;

  /** Meters of a follower that is not connected yet. */
  public FollowerMeters(
      MeterRegistry registry, FollowerSettings settings, RecordTraces traces, InstantSource clock) {
    this.registry = registry;
    this.traces = traces;
    this.clock = clock;
    this.startedMs = clock.millis();
    this.stats = new Recent<>(this::ask);
    this.sizes = new SizeClassMeters(registry, stats);
    this.hydrations =
        Buckets.LONG_WORK.timer(
            registry,
            "entdb_follower_hydration_duration_seconds",
            "How long building a tenant's store took.");
    this.applied =
        Counter.builder("entdb_applier_events_applied_total")
            .description("Records committed to tenants' stores.")
            .register(registry);
    this.divergences = divergences(registry);
    for (Trouble trouble : Trouble.values()) {
      errors(registry, word(trouble)); // From nothing to one would be no increase.
    }
    this.gauges = new FollowerGauges(registry, stats);
    showWhole(settings);
    Gauges.diskFree(registry, settings.dataDir());
  }

  /** Counts what goes wrong while applying; services have kinds of their own besides. */
  public static Counter errors(MeterRegistry registry, String type) {
    return Counter.builder("entdb_applier_errors_total")
        .description("What went wrong while applying, by kind.")
        .tag("type", type)
        .register(registry);
  }

  /** Counts two ways to one state that came to different ones. */
  public static Counter divergences(MeterRegistry registry) {
    return Counter.builder("entdb_digest_divergences_total")
        .description("Two ways to one state came to different ones.")
        .register(registry);
  }

  private static String word(Trouble trouble) {
    return trouble.name().toLowerCase(Locale.ROOT);
  }

  /** Shows a follower from now on. */
  public void watch(Follower started) {
    follower = started;
    gauges.keepLines();
  }

  private FollowerStats ask() {
    @Nullable Follower known = follower;
    return known == null ? NOTHING : known.stats();
  }

  private void showWhole(FollowerSettings settings) {
    gauge(
        "entdb_applier_lag_seconds",
        "Since when the partition that is furthest behind has not been current, at most.",
        _ -> lagSeconds());
    gauge(
        "entdb_wal_reachable",
        "Whether the brokers answered when last asked.",
        _ -> Optional.ofNullable(follower).filter(Follower::isLogReachable).isPresent() ? 1 : 0);
    gauge(
        "entdb_follower_stopped_partitions",
        "Partitions that are not followed any further: a person must look.",
        now -> now.partitions().stream().filter(it -> !it.stopped().isEmpty()).count());
    gauge(
        "entdb_follower_held_tenants",
        "Tenants that are kept current.",
        FollowerStats::heldTenants);
    gauge(
        "entdb_follower_open_stores",
        "Tenants that are kept current and whose files are open.",
        FollowerStats::openStores);
    gauge(
        "entdb_follower_hydrating_tenants",
        "Tenants whose store is being built.",
        FollowerStats::hydrating);
    gauge(
        "entdb_follower_failing_tenants",
        "Tenants whose store fails again and again.",
        FollowerStats::failing);
    gauge(
        "entdb_follower_parked_tenants",
        "Tenants that stand still at a record that cannot be carried out.",
        FollowerStats::parked);
    gauge(
        "entdb_follower_queued_records",
        "Records that were read from the log and are not applied yet.",
        FollowerStats::queuedRecords);
    gauge(
        "entdb_follower_queued_bytes",
        "Bytes of the records that were read and are not applied yet.",
        FollowerStats::queuedBytes);
    gauge(
        "entdb_sqlite_connections_active",
        "Connections to tenants' files that are open.",
        _ -> TenantStore.openConnections());
    gauge(
        "entdb_sqlite_connections_max",
        "How many connections the settings allow.",
        _ -> (double) settings.openStoresMax() * (1 + settings.readersMax()));
    gauge(
        "entdb_sqlite_disk_bytes",
        "Size of all tenants' files when last measured.",
        FollowerStats::diskBytes);
    gauge(
        "entdb_sqlite_disk_budget_bytes",
        "What all tenants' files may take.",
        _ -> settings.diskBytesMax());
  }

  private void gauge(String name, String description, ToDoubleFunction<FollowerStats> value) {
    Gauge.builder(name, this, it -> value.applyAsDouble(it.stats.get()))
        .description(description)
        .register(registry);
  }

  /** Before it is connected, a follower is behind since the process started. */
  private double lagSeconds() {
    if (follower == null) {
      return (clock.millis() - startedMs) / MILLIS;
    }
    return stats.get().partitions().stream()
        .map(PartitionStats::lag)
        .mapToDouble(lag -> lag.toMillis() / MILLIS)
        .max()
        .orElse(0);
  }

  @Override
  public void committed(TenantId tenant, SizeClass size, List<LogEntry> batch, Duration took) {
    applied.increment(batch.size());
    sizes.applied(size, took);
    traces.applied(tenant, batch, took);
  }

  @Override
  public void read(SizeClass size, Duration took) {
    sizes.read(size, took);
  }

  @Override
  public void hydrated(TenantId tenant, Duration took) {
    hydrations.record(took);
  }

  @Override
  public void hydrationFailed(TenantId tenant, String reason) {
    count(Trouble.HYDRATION);
  }

  @Override
  public void parked(ParkedTenant parked) {
    count(Trouble.PARKED);
  }

  @Override
  public void storeFault(TenantId tenant, StoreException fault) {
    count(Trouble.STORE_FAULT);
  }

  @Override
  public void digestDiverged(TenantId tenant, String message) {
    count(Trouble.DIGEST_DIVERGED);
    divergences.increment();
  }

  @Override
  public void partitionStopped(int partition, String reason) {
    count(Trouble.PARTITION_STOPPED);
  }

  private void count(Trouble trouble) {
    errors(registry, word(trouble)).increment();
  }

  /** The gauges with one line for each partition, or for each of the largest tenants. */
  private static final class FollowerGauges {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Recent<FollowerStats> stats;
    private final GaugeLines<Integer> lagRecords;
    private final GaugeLines<Integer> lagSeconds;
    private final GaugeLines<String> sizes;

    FollowerGauges(MeterRegistry registry, Recent<FollowerStats> stats) {
      this.stats = stats;
      this.lagRecords =
          GaugeLines.ofPartitions(
              registry,
              "entdb_wal_consumer_lag",
              "Records of the log that this process has not read yet, by partition.",
              number -> of(number, PartitionStats::lagRecords));
      this.lagSeconds =
          GaugeLines.ofPartitions(
              registry,
              "entdb_follower_lag_seconds",
              "Since when a partition has not been current, at most.",
              number -> of(number, it -> it.lag().toMillis() / MILLIS));
      this.sizes =
          GaugeLines.ofTenants(
              registry,
              "entdb_sqlite_size_bytes",
              "Size of a tenant's files; the largest of this process.",
              this::size);
    }

    private double of(int partition, ToDoubleFunction<PartitionStats> value) {
      return stats.get().partitions().stream()
          .filter(it -> it.partition() == partition)
          .mapToDouble(value)
          .findFirst()
          .orElse(Double.NaN);
    }

    private double size(String tenant) {
      return stats.get().largest().stream()
          .filter(it -> it.tenant().value().equals(tenant))
          .mapToDouble(TenantBytes::bytes)
          .findFirst()
          .orElse(Double.NaN);
    }

    /** Keeps the lines those that there should be, for as long as the process lives. */
    void keepLines() {
      Gauges.every(LOOK, "follower-gauges", this::show);
    }

    private void show() {
      FollowerStats now = stats.get();
      List<Integer> partitions = now.partitions().stream().map(PartitionStats::partition).toList();
      lagRecords.show(partitions);
      lagSeconds.show(partitions);
      sizes.show(now.largest().stream().map(it -> it.tenant().value()).toList());
    }
  }
}
