package io.entdb.snapshotter.health;

import io.entdb.snapshotter.wiring.Snapshotter;
import io.entdb.snapshotter.wiring.SnapshotterSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless a change has been missing from every snapshot for too long. */
@Readiness
@Singleton
public class AgeCheck implements HealthCheck {
  private final Snapshotter snapshotter;
  private final Duration ageMax;

  @Inject
  AgeCheck(Snapshotter snapshotter, SnapshotterSettings settings) {
    this.snapshotter = snapshotter;
    this.ageMax = settings.snapshot().ageMax();
  }

  @Override
  public HealthCheckResponse call() {
    Duration age = snapshotter.maker().age();
    return HealthCheckResponse.named("snapshots")
        .withData("age_ms", age.toMillis())
        .withData("pending", snapshotter.maker().pending())
        .status(age.compareTo(ageMax) <= 0)
        .build();
  }
}
