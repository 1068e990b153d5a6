package io.entdb.follower;

import io.entdb.follower.FollowerStats.PartitionStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Counts what a follower has in hand. */
final class Stats {
  private Stats() {}

  static FollowerStats of(Engine engine, ExtentWatch watch, DiskBudget disk) {
    Collection<Partition> partitions = engine.partitions();
    List<Holding> holdings =
        partitions.stream().flatMap(partition -> partition.holdings().stream()).toList();
    return new FollowerStats(
        holdings.size(),
        engine.stores.count(),
        (int) holdings.stream().filter(Holding::isHydrating).count(),
        (int) holdings.stream().filter(holding -> holding.parked().isPresent()).count(),
        (int) holdings.stream().filter(h -> h.backoff.isFailing(engine.clock.millis())).count(),
        partitions.stream().mapToLong(p -> p.liveLoad.records() + p.waitingLoad.records()).sum(),
        partitions.stream().mapToLong(p -> p.liveLoad.bytes() + p.waitingLoad.bytes()).sum(),
        disk.bytes(),
        disk.largest(),
        disk.classes(),
        partitionStats(partitions, watch, engine.clock.millis()));
  }

  private static List<PartitionStats> partitionStats(
      Collection<Partition> partitions, ExtentWatch watch, long nowMs) {
    var stats = new ArrayList<PartitionStats>();
    for (Partition partition : partitions) {
      stats.add(
          new PartitionStats(
              partition.number,
              partition.passedN(),
              partition.durableN(),
              watch.lagRecords(partition.number),
              watch.behind(partition.number),
              waiting(partition, nowMs),
              partition.stopped().orElse("")));
    }
    stats.sort(Comparator.comparingInt(PartitionStats::partition));
    return stats;
  }

  private static Duration waiting(Partition partition, long nowMs) {
    long since =
        partition.holdings().stream()
            .mapToLong(Holding::waitingSinceMs)
            .min()
            .orElse(Long.MAX_VALUE);
    return since == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(Math.max(0, nowMs - since));
  }
}
