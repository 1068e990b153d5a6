package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.Workload;
import io.entdb.wal.consumer.InMemoryWal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What is written to the log in a simulation, and what each tenant must come to. */
final class Script {
  private final List<LogEntry> entries = new ArrayList<>();
  private final SortedMap<TenantId, Actor> actors = new TreeMap<>();

  /** A tenant of the simulation. */
  record Actor(TenantPlace place, CalmRun calm) {
    TenantId tenant() {
      return place.tenant();
    }
  }

  private Script() {}

  /** A few tenants' logs, interleaved. */
  static Script of(int partitions, Path folder, SplittableRandom random) throws Exception {
    var logs = new ArrayList<List<LogEntry>>();
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      int partition = random.nextInt(partitions);
      int records = random.nextInt(5, 40);
      var log = Workload.of(new TenantId("tenant" + i), partition, records, random.split());
      logs.add(new ArrayList<>(log));
    }
    var script = new Script();
    while (!logs.isEmpty()) {
      List<LogEntry> log = logs.get(random.nextInt(logs.size()));
      script.entries.add(log.removeFirst());
      logs.removeIf(List::isEmpty);
    }
    script.rehearse(partitions, folder, random);
    return script;
  }

  /** Writes all to a log of the same form, so that every record has the position it will have. */
  private void rehearse(int partitions, Path folder, SplittableRandom random) throws Exception {
    var twin = new InMemoryWal(partitions);
    var logs = new TreeMap<String, List<LogEntry>>();
    for (int i = 0; i < size(); i++) {
      LogEntry entry = append(i, twin);
      logs.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry);
    }
    for (List<LogEntry> log : logs.values()) {
      LogEntry first = log.getFirst();
      var tenant = new TenantId(first.key());
      var calm = new CalmRun(tenant, log, folder, random.split());
      var place = new TenantPlace(tenant, first.position().partition(), first.position().n());
      actors.put(tenant, new Actor(place, calm));
    }
  }

  int size() {
    return entries.size();
  }

  /** Appends the i-th record. */
  LogEntry append(int i, InMemoryWal wal) {
    LogEntry entry = entries.get(i);
    return wal.append(entry.position().partition(), entry.key(), entry.value(), entry.brokerTime());
  }

  List<Actor> actors() {
    return List.copyOf(actors.values());
  }

  Actor actor(TenantId tenant) {
    return Objects.requireNonNull(actors.get(tenant), tenant::value);
  }

  /** The tenants of a partition. */
  Map<TenantId, CalmRun> calmRuns(int partition) {
    var calm = new HashMap<TenantId, CalmRun>();
    for (Actor actor : actors.values()) {
      if (actor.place().partition() == partition) {
        calm.put(actor.tenant(), actor.calm());
      }
    }
    return calm;
  }
}
