package io.entdb.backup.restore;

import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectStore;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.Workload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What some tenants of some partitions wrote, and the state of each after each of its records. */
final class History {
  final List<List<LogEntry>> partitions = new ArrayList<>();
  final Map<TenantId, Integer> partitionOf = new TreeMap<>();

  /** By tenant: n of each of its records to the state after it. */
  final Map<TenantId, NavigableMap<Long, State>> states = new HashMap<>();

  /** A state as text, and the tenant time at it. */
  record State(List<String> dump, String digest, long timeMs) {}

  /** Several records have the same millisecond, and schemas change on the way. */
  static History random(SplittableRandom random, int partitions, int tenants, Path folder)
      throws Exception {
    var history = new History();
    List<List<List<LogEntry>>> logs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      logs.add(new ArrayList<>());
    }
    for (int i = 0; i < tenants; i++) {
      var tenant = new TenantId("tenant" + i);
      int partition = i % partitions;
      history.partitionOf.put(tenant, partition);
      logs.get(partition).add(Workload.of(tenant, partition, 60, random.split()));
    }
    for (int partition = 0; partition < partitions; partition++) {
      history.partitions.add(merge(partition, logs.get(partition)));
    }
    for (TenantId tenant : history.partitionOf.keySet()) {
      history.states.put(tenant, history.play(tenant, folder.resolve(tenant + ".calm.db")));
    }
    return history;
  }

  private static List<LogEntry> merge(int partition, List<List<LogEntry>> logs) {
    List<LogEntry> all = new ArrayList<>();
    logs.forEach(all::addAll);
    all.sort(Comparator.comparingLong(LogEntry::brokerTime));
    List<LogEntry> merged = new ArrayList<>();
    for (LogEntry entry : all) {
      long n = merged.size() + merged.size() / 7L; // Some offsets have no record.
      long time = entry.brokerTime() - entry.brokerTime() % 5;
      merged.add(
          new LogEntry(
              new WalPosition(partition, n), -1, time, entry.key(), entry.value(), List.of()));
    }
    return merged;
  }

  private NavigableMap<Long, State> play(TenantId tenant, Path file) throws Exception {
    var states = new TreeMap<Long, State>();
    try (var store = TenantStore.open(file, tenant, StoreSettings.DEFAULT)) {
      for (LogEntry entry : log(tenant)) {
        store.apply(List.of(entry));
        var dump = new ArrayList<String>();
        store.dump(dump::add);
        states.put(
            entry.position().n(),
            new State(dump, store.state().digest(), store.state().tenantTime()));
      }
    }
    return states;
  }

  List<LogEntry> log(TenantId tenant) {
    return partitions.get(partitionOf.getOrDefault(tenant, 0)).stream()
        .filter(entry -> entry.key().equals(tenant.value()))
        .toList();
  }

  long endN(int partition) {
    return partitions.get(partition).getLast().position().n();
  }

  long endTime(int partition) {
    return partitions.get(partition).stream().mapToLong(LogEntry::brokerTime).max().orElseThrow();
  }

  /** Writes all of it, in segments of random sizes, with a mark a minute after the end. */
  void archive(ObjectStore objects, SplittableRandom random) throws Exception {
    var writer = new ArchiveWriter(objects);
    for (int partition = 0; partition < partitions.size(); partition++) {
      List<LogEntry> log = partitions.get(partition);
      long follows = -1;
      for (int at = 0; at < log.size(); ) {
        int end = Math.min(log.size(), at + random.nextInt(1, 25));
        var builder = new SegmentBuilder(partition, follows + 1, follows);
        log.subList(at, end).forEach(builder::add);
        writer.put(builder.build(Instant.EPOCH));
        follows = log.get(end - 1).position().n();
        at = end;
      }
      writer.put(new Mark(partition, follows, endTime(partition) + 60_000));
    }
  }
}
