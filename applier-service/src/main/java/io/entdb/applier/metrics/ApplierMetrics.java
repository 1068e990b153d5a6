package io.entdb.applier.metrics;

import io.entdb.applier.checkpoint.CheckpointListener;
import io.entdb.applier.followups.DeliveryListener;
import io.entdb.follower.FollowerListener;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.FollowerStats.PartitionStats;
import io.entdb.follower.ParkedTenant;
import io.entdb.model.TenantId;
import io.entdb.store.StoreException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The applier's metrics. Labels take few values: partitions and kinds, never tenants. */
@ApplicationScoped
public class ApplierMetrics {
  private final MeterRegistry registry;
  private final MultiGauge lagRecords;
  private final MultiGauge checkpointAge;
  private final Map<Integer, Instant> checkpointed = new ConcurrentHashMap<>();
  private volatile double lagSeconds;
  private volatile int parked;
  private volatile int waiting;

  ApplierMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("entdb_applier_lag_seconds", this, metrics -> metrics.lagSeconds)
        .description("How far the partition that is furthest behind is behind the log's end.")
        .register(registry);
    Gauge.builder("entdb_applier_parked_tenants", this, metrics -> metrics.parked)
        .description("Tenants that stand still at a record that cannot be carried out.")
        .register(registry);
    Gauge.builder("entdb_applier_follow_ups_waiting_tenants", this, metrics -> metrics.waiting)
        .description("Tenants whose follow-ups wait for their delivery.")
        .register(registry);
    this.lagRecords =
        MultiGauge.builder("entdb_wal_consumer_lag")
            .description("Records of the log that are not applied yet, by partition.")
            .register(registry);
    this.checkpointAge =
        MultiGauge.builder("entdb_applier_checkpoint_age_seconds")
            .description("Since when a partition's newest checkpoint lacks something at most.")
            .register(registry);
    for (Trouble trouble : Trouble.values()) {
      errors(trouble); // From nothing to one would be no increase.
    }
    applied();
    hydrations();
  }

  /** What goes wrong. */
  private enum Trouble {
    PARKED,
    STORE_FAULT,
    HYDRATION,
    DIGEST_DIVERGED,
    PARTITION_STOPPED,
    CHECKPOINT,
    FOLLOW_UP
  }

  private Counter errors(Trouble trouble) {
    return Counter.builder("entdb_applier_errors_total")
        .description("What went wrong while applying, by kind.")
        .tag("type", trouble.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter applied() {
    return Counter.builder("entdb_applier_events_applied_total")
        .description("Records applied to tenants.")
        .register(registry);
  }

  private Timer hydrations() {
    return Timer.builder("entdb_applier_hydration_seconds")
        .description("How long building a tenant's store took.")
        .register(registry);
  }

  /** Takes over what the follower has in hand now. */
  public void update(FollowerStats stats, Instant now) {
    List<Row<?>> lags = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    double behind = 0;
    for (PartitionStats partition : stats.partitions()) {
      Tags tags = Tags.of("partition", Integer.toString(partition.partition()));
      lags.add(Row.of(tags, partition.lagRecords()));
      Instant since = checkpointed.computeIfAbsent(partition.partition(), _ -> now);
      ages.add(Row.of(tags, Duration.between(since, now).toMillis() / 1_000.0));
      behind = Math.max(behind, partition.behind().toMillis() / 1_000.0);
    }
    lagRecords.register(lags, true);
    checkpointAge.register(ages, true);
    checkpointed
        .keySet()
        .retainAll(stats.partitions().stream().map(PartitionStats::partition).toList());
    lagSeconds = behind;
    parked = stats.parked();
  }

  /** Counts what the follower does. It logs by itself. */
  public FollowerListener follows() {
    Counter applied = applied();
    Timer hydrations = hydrations();
    return new FollowerListener() {
      @Override
      public void applied(TenantId tenant, int partition, int records, Duration lag) {
        applied.increment(records);
      }

      @Override
      public void hydrated(TenantId tenant, Duration took) {
        hydrations.record(took);
      }

      @Override
      public void hydrationFailed(TenantId tenant, String reason) {
        errors(Trouble.HYDRATION).increment();
      }

      @Override
      public void parked(ParkedTenant tenant) {
        errors(Trouble.PARKED).increment();
      }

      @Override
      public void storeFault(TenantId tenant, StoreException fault) {
        errors(Trouble.STORE_FAULT).increment();
      }

      @Override
      public void digestDiverged(TenantId tenant, String message) {
        errors(Trouble.DIGEST_DIVERGED).increment();
      }

      @Override
      public void partitionStopped(int partition, String reason) {
        errors(Trouble.PARTITION_STOPPED).increment();
      }
    };
  }

  /** Counts what checkpoints come to. */
  public CheckpointListener checkpoints() {
    return new CheckpointListener() {
      @Override
      public void published(int partition, long n, int images, Duration took) {
        checkpointed.put(partition, Instant.now().minus(took));
      }

      @Override
      public void current(int partition) {
        checkpointed.put(partition, Instant.now());
      }

      @Override
      public void failed(int partition) {
        errors(Trouble.CHECKPOINT).increment();
      }
    };
  }

  /** Counts what becomes of follow-ups. */
  public DeliveryListener deliveries() {
    Counter delivered =
        Counter.builder("entdb_applier_follow_ups_total")
            .description("Follow-ups delivered to other tenants' logs.")
            .register(registry);
    return new DeliveryListener() {
      @Override
      public void delivered(int followUps) {
        delivered.increment(followUps);
      }

      @Override
      public void failed() {
        errors(Trouble.FOLLOW_UP).increment();
      }

      @Override
      public void waiting(int tenants) {
        waiting = tenants;
      }
    };
  }
}
