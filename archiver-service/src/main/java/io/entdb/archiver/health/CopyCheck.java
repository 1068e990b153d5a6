package io.entdb.archiver.health;

import io.entdb.archiver.copy.PartitionStatus;
import io.entdb.archiver.wiring.Archiver;
import io.entdb.archiver.wiring.ArchiverSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless a partition stands still, or its records wait too long for the archive. */
@Readiness
@Singleton
public class CopyCheck implements HealthCheck {
  private final Archiver archiver;
  private final Duration behindMax;

  @Inject
  CopyCheck(Archiver archiver, ArchiverSettings settings) {
    this.archiver = archiver;
    this.behindMax = settings.archive().behindMax();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder archive = HealthCheckResponse.named("archive");
    Optional<List<PartitionStatus>> statuses = archiver.statuses();
    if (statuses.isEmpty()) {
      return archive.up().withData("connected", false).build();
    }
    long lag = 0;
    long failing = 0;
    boolean isCurrent = true;
    for (PartitionStatus status : statuses.get()) {
      lag += status.lagRecords();
      failing += status.failing() ? 1 : 0;
      long behindMs = System.currentTimeMillis() - status.writtenMs();
      if (status.stopped().isPresent()) {
        archive.withData("partition_" + status.partition(), status.stopped().get());
        isCurrent = false;
      } else if (status.lagRecords() > 0 && behindMs > behindMax.toMillis()) {
        archive.withData("partition_" + status.partition() + "_behind_ms", behindMs);
        isCurrent = false;
      }
    }
    return archive
        .withData("connected", true)
        .withData("partitions", statuses.get().size())
        .withData("failing_partitions", failing)
        .withData("lag_events", lag)
        .status(isCurrent)
        .build();
  }
}
