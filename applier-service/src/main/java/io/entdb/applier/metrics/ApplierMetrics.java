package io.entdb.applier.metrics;

import io.entdb.applier.checkpoint.CheckpointListener;
import io.entdb.applier.followups.DeliveryListener;
import io.entdb.applier.wiring.ApplierSettings;
import io.entdb.follower.Follower;
import io.entdb.service.metrics.AppendMeters;
import io.entdb.service.metrics.Buckets;
import io.entdb.service.metrics.FollowerMeters;
import io.entdb.service.metrics.GaugeLines;
import io.entdb.service.metrics.Gauges;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.traces.RecordTraces;
import io.entdb.wal.producer.WalWriterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The applier's metrics. Labels take few values: partitions and kinds. */
@ApplicationScoped
public class ApplierMetrics {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String CHECKPOINT = "checkpoint";
  private static final String FOLLOW_UP = "follow_up";

  private final MeterRegistry registry;
  private final InstantSource clock = InstantSource.system();
  private final Appends appends;
  private final FollowerMeters follower;
  private final GaugeLines<Integer> checkpointAges;
  private final Timer checkpointDuration;
  private final Counter checkpoints;

  /** Since when the newest checkpoint of each partition has lacked something, at most; unix ms. */
  private final Map<Integer, Long> checkpointedMs = new ConcurrentHashMap<>();

  private volatile int waiting;

  ApplierMetrics(MeterRegistry registry, ApplierSettings settings, RecordTraces traces) {
    this.registry = registry;
    this.appends = new Appends(registry);
    this.follower = new FollowerMeters(registry, settings.follower(), traces, clock);
    KafkaMeters.show(registry);
    KafkaMeters.showProducer(registry);
    KafkaMeters.showGroup(registry);
    this.checkpointAges =
        GaugeLines.ofPartitions(
            registry,
            "entdb_applier_checkpoint_age_seconds",
            "Since when a partition's newest checkpoint lacks something, at most.",
            this::checkpointAge);
    this.checkpointDuration =
        Buckets.LONG_WORK.timer(
            registry,
            "entdb_applier_checkpoint_duration_seconds",
            "How long a checkpoint took, its uploads included.");
    this.checkpoints = counter("entdb_applier_checkpoints_total", "Checkpoints published.");
    Gauge.builder("entdb_applier_follow_ups_waiting_tenants", this, metrics -> metrics.waiting)
        .description("Tenants whose follow-ups wait for their delivery.")
        .register(registry);
    // From nothing to one would be no increase.
    FollowerMeters.errors(registry, CHECKPOINT);
    FollowerMeters.errors(registry, FOLLOW_UP);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Counts what becomes of followed records. The follower logs by itself. */
  public FollowerMeters follows() {
    return follower;
  }

  /** Shows a follower from now on, and the checkpoints of what it owns. */
  public void watch(Follower started) {
    follower.watch(started);
    Gauges.every(LOOK, "checkpoint-gauges", () -> show(started.owned().partitions()));
  }

  private void show(List<Integer> partitions) {
    long now = clock.millis();
    partitions.forEach(partition -> checkpointedMs.putIfAbsent(partition, now));
    checkpointedMs.keySet().retainAll(partitions);
    checkpointAges.show(partitions);
  }

  private double checkpointAge(int partition) {
    Long since = checkpointedMs.get(partition);
    return since == null ? Double.NaN : (clock.millis() - since) / 1_000.0;
  }

  /** Counts what checkpoints come to. */
  public CheckpointListener checkpoints() {
    return new CheckpointListener() {
      @Override
      public void published(int partition, long n, int images, Duration took) {
        checkpointedMs.put(partition, clock.millis() - took.toMillis());
        checkpointDuration.record(took);
        checkpoints.increment();
      }

      @Override
      public void current(int partition) {
        checkpointedMs.put(partition, clock.millis());
      }

      @Override
      public void failed(int partition) {
        FollowerMeters.errors(registry, CHECKPOINT).increment();
      }
    };
  }

  /** Counts what becomes of follow-ups. */
  public DeliveryListener deliveries() {
    Counter delivered =
        counter("entdb_applier_follow_ups_total", "Follow-ups delivered to other tenants' logs.");
    return new DeliveryListener() {
      @Override
      public void delivered(int followUps) {
        delivered.increment(followUps);
      }

      @Override
      public void failed() {
        FollowerMeters.errors(registry, FOLLOW_UP).increment();
      }

      @Override
      public void waiting(int tenants) {
        waiting = tenants;
      }
    };
  }

  /** Counts appends. */
  public WalWriterListener writes() {
    return appends;
  }

  /** Hears of appends by counting them. */
  private static final class Appends extends AppendMeters implements WalWriterListener {
    Appends(MeterRegistry registry) {
      super(registry);
    }
  }
}
