package io.entdb.applier.health;

import io.entdb.applier.wiring.Applier;
import io.entdb.applier.wiring.ApplierSettings;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.FollowerStats.PartitionStats;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: brokers and object store answer, and all partitions that this process has are current. One
 * without partitions is ready. Parked tenants are told, but others are applied all the same.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  private final Applier applier;
  private final ObjectsProbe objects;
  private final Duration behindMax;

  ReadyCheck(Applier applier, ObjectsProbe objects, ApplierSettings settings) {
    this.applier = applier;
    this.objects = objects;
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
    boolean current = behind.compareTo(behindMax) <= 0 && stopped == 0;
    return response
        .withData("wal", word(reachable))
        .withData("behind_ms", behind.toMillis())
        .withData("partitions", stats.partitions().size())
        .withData("stopped_partitions", stopped)
        .withData("hydrating_tenants", stats.hydrating())
        .withData("failing_tenants", stats.failing())
        .withData("parked_tenants", stats.parked())
        .status(reachable && objects.isReachable() && current)
        .build();
  }

  private static String word(boolean healthy) {
    return healthy ? "HEALTHY" : "UNHEALTHY";
  }
}
