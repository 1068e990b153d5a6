package io.entdb.applier.health;

import io.entdb.applier.wiring.Applier;
import io.entdb.applier.wiring.ApplierSettings;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.FollowerStats.PartitionStats;
import io.entdb.service.health.DiskSpace;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: brokers and object store answer, the disk has room, and all partitions that this process
 * has are current. One without partitions is ready. Parked tenants are told, but others are applied
 * all the same.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  private final Applier applier;
  private final ObjectsProbe objects;
  private final DiskSpace disk;
  private final Path dataDir;
  private final Duration behindMax;

  ReadyCheck(Applier applier, ObjectsProbe objects, DiskSpace disk, ApplierSettings settings) {
    this.applier = applier;
    this.objects = objects;
    this.disk = disk;
    this.dataDir = settings.follower().dataDir();
    this.behindMax = settings.health().behindMax();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("applier").withData("s3", word(objects.isReachable()));
    Optional<Follower> follower = applier.follower();
    if (follower.isEmpty()) {
      return response.withData("wal", word(false)).down().build();
    }
    FollowerStats stats = follower.get().stats();
    Duration behind =
        stats.partitions().stream()
            .map(PartitionStats::behind)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    long stopped = stats.partitions().stream().filter(p -> !p.stopped().isEmpty()).count();
    boolean reachable = follower.get().isLogReachable();
    boolean room = !disk.isFull(dataDir);
    boolean current = behind.compareTo(behindMax) <= 0 && stopped == 0;
    return response
        .withData("wal", word(reachable))
        .withData("disk", word(room))
        .withData("behind_ms", behind.toMillis())
        .withData("partitions", stats.partitions().size())
        .withData("stopped_partitions", stopped)
        .withData("hydrating_tenants", stats.hydrating())
        .withData("failing_tenants", stats.failing())
        .withData("parked_tenants", stats.parked())
        .status(reachable && objects.isReachable() && room && current)
        .build();
  }

  private static String word(boolean healthy) {
    return healthy ? "HEALTHY" : "UNHEALTHY";
  }
}
