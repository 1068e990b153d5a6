package io.entdb.follower;

import io.entdb.follower.FollowerStats.PartitionStats;
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
        partitionStats(partitions, watch));
  }

  private static List<PartitionStats> partitionStats(
      Collection<Partition> partitions, ExtentWatch watch) {
    var stats = new ArrayList<PartitionStats>();
    for (Partition partition : partitions) {
      stats.add(
          new PartitionStats(
              partition.number,
              partition.passedN(),
              partition.durableN(),
              watch.lagRecords(partition.number),
              watch.behind(partition.number),
              partition.stopped().orElse("")));
    }
    stats.sort(Comparator.comparingInt(PartitionStats::partition));
    return stats;
  }
}
