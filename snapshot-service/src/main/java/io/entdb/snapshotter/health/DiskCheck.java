package io.entdb.snapshotter.health;

import io.entdb.service.health.DiskSpace;
import io.entdb.snapshotter.wiring.SnapshotterSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while there is room: each snapshot is a file on the disk before it is one on S3. */
@Readiness
@Singleton
public class DiskCheck implements HealthCheck {
  private final DiskSpace disk;
  private final Path dataDir;

  @Inject
  DiskCheck(DiskSpace disk, SnapshotterSettings settings) {
    this.disk = disk;
    this.dataDir = Path.of(settings.dataDir());
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("disk").status(!disk.isFull(dataDir)).build();
  }
}
