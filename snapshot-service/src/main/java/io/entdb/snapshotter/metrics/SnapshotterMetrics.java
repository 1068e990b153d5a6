package io.entdb.snapshotter.metrics;

import io.entdb.backup.SnapshotManifest;
import io.entdb.model.TenantId;
import io.entdb.snapshotter.make.SnapshotListener;
import io.entdb.snapshotter.make.SnapshotMaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
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
    uploads();
  }

  /** Shows how a maker stands. */
  public void show(SnapshotMaker maker) {
    Gauge.builder("entdb_snapshot_age_seconds", maker, it -> it.age().toMillis() / 1_000.0)
        .description("For how long a change has been missing from every snapshot of its tenant.")
        .register(registry);
    Gauge.builder("entdb_snapshot_pending", maker, SnapshotMaker::pending)
        .description("Snapshots that are due and not made yet.")
        .register(registry);
  }

  /** What goes wrong. */
  private enum Trouble {
    SNAPSHOT,
    DIGEST_DIVERGED,
    LOOK
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
    return Timer.builder("entdb_snapshot_duration_seconds")
        .description("How long making a snapshot took, from the one before to the published one.")
        .register(registry);
  }

  private Timer uploads() {
    return Timer.builder("entdb_s3_upload_duration_seconds")
        .description("How long uploading what was new of a snapshot took.")
        .serviceLevelObjectives(
            Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(30))
        .register(registry);
  }

  @Override
  public void made(SnapshotManifest snapshot, long records, Duration took, Duration upload) {
    made().increment();
    making().record(took);
    uploads().record(upload);
  }

  @Override
  public void failed(TenantId tenant, String reason) {
    troubles(Trouble.SNAPSHOT).increment();
  }

  @Override
  public void diverged(TenantId tenant, String message) {
    troubles(Trouble.DIGEST_DIVERGED).increment();
  }

  @Override
  public void removed(int objects) {
    removals().increment(objects);
  }

  @Override
  public void lookFailed(String reason) {
    troubles(Trouble.LOOK).increment();
  }
}
