package io.entdb.snapshotter.metrics;

import io.entdb.backup.SnapshotManifest;
import io.entdb.model.TenantId;
import io.entdb.service.metrics.Buckets;
import io.entdb.service.metrics.Gauges;
import io.entdb.snapshotter.make.DrillWatch;
import io.entdb.snapshotter.make.SnapshotListener;
import io.entdb.snapshotter.make.SnapshotMaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The snapshotter's metrics. Labels take few values, never tenants. */
@ApplicationScoped
public class SnapshotterMetrics implements SnapshotListener {
  private final MeterRegistry registry;

  SnapshotterMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Trouble trouble : Trouble.values()) {
      troubles(trouble); // From nothing to one would be no increase.
    }
    made();
    removals();
    making();
    divergences();
  }

  /** Shows how a maker stands. */
  public void show(SnapshotMaker maker, Path dataDir) {
    Gauges.diskFree(registry, dataDir);
    Gauge.builder("entdb_snapshot_age_seconds", maker, it -> it.age().toMillis() / 1_000.0)
        .description("For how long a change has been missing from every snapshot of its tenant.")
        .register(registry);
    Gauge.builder("entdb_snapshot_pending", maker, SnapshotMaker::pending)
        .description("Snapshots that are due and not made yet.")
        .register(registry);
    Gauge.builder(
            "entdb_snapshot_round_age_seconds", maker, it -> it.roundAge().toMillis() / 1_000.0)
        .description("Since the last round that looked at everything without a failure.")
        .register(registry);
    Gauge.builder("entdb_archive_missing_partitions", maker, SnapshotMaker::missing)
        .description("Partitions whose archive lacks what it held, not by retention.")
        .register(registry);
    Gauge.builder("entdb_drill_age_seconds", maker.drills(), it -> it.age().toMillis() / 1_000.0)
        .description("Since the last drill that restored everything it tried.")
        .register(registry);
    Gauge.builder("entdb_drill_failed_tenants", maker.drills(), DrillWatch::failed)
        .description("Tenants that the last drill could not restore.")
        .register(registry);
    Gauge.builder("entdb_snapshot_tenants", maker, SnapshotMaker::watched)
        .description("Tenants that this instance looks after.")
        .register(registry);
  }

  private Counter divergences() {
    return Counter.builder("entdb_digest_divergences_total")
        .description("Two ways to one state came to different ones.")
        .register(registry);
  }

  /** What goes wrong. */
  private enum Trouble {
    SNAPSHOT,
    DIGEST_DIVERGED,
    LOOK,
    LOST
  }

  private Counter troubles(Trouble trouble) {
    return Counter.builder("entdb_snapshot_errors_total")
        .description("What went wrong with snapshots, by kind.")
        .tag("type", trouble.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter made() {
    return Counter.builder("entdb_snapshot_made_total")
        .description("Snapshots made, verified and published.")
        .register(registry);
  }

  private Counter removals() {
    return Counter.builder("entdb_snapshot_removed_objects_total")
        .description("Objects of backups that retention removed.")
        .register(registry);
  }

  private Timer making() {
    return Buckets.LONG_WORK.timer(
        registry,
        "entdb_snapshot_duration_seconds",
        "How long making a snapshot took, from the one before to the published one.");
  }

  @Override
  public void made(SnapshotManifest snapshot, long records, Duration took, Duration upload) {
    made().increment();
    making().record(took);
  }

  @Override
  public void failed(TenantId tenant, String reason) {
    troubles(Trouble.SNAPSHOT).increment();
  }

  @Override
  public void diverged(TenantId tenant, String message) {
    troubles(Trouble.DIGEST_DIVERGED).increment();
    divergences().increment();
  }

  @Override
  public void removed(int objects) {
    removals().increment(objects);
  }

  @Override
  public void lost(String snapshot) {
    troubles(Trouble.LOST).increment();
  }

  @Override
  public void lookFailed(String reason) {
    troubles(Trouble.LOOK).increment();
  }
}
