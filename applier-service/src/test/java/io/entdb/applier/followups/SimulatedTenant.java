package io.entdb.applier.followups;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.WalRecord;
import io.entdb.store.Records;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.Viewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tenant with a log in memory and a real store. */
final class SimulatedTenant implements AutoCloseable {
  final TenantId id;
  final int partition;
  final long incarnation;
  final TenantStore store;
  private final List<LogEntry> log = new ArrayList<>();
  private final Clock clock;
  private int keys;

  /** The broker's time, which all partitions share here. */
  static final class Clock {
    private long now = 1_700_000_000_000L;

    long tick() {
      return ++now;
    }

    void pass(long millis) {
      now += millis;
    }

    long now() {
      return now;
    }
  }

  SimulatedTenant(TenantId id, int partition, long incarnation, Path folder, Clock clock)
      throws Exception {
    this.id = id;
    this.partition = partition;
    this.incarnation = incarnation;
    this.clock = clock;
    this.store = TenantStore.open(folder.resolve(id + ".db"), id, StoreSettings.DEFAULT);
  }

  long append(WalRecord record) {
    long n = log.size();
    byte[] bytes = RecordCodec.encode(record);
    log.add(
        new LogEntry(new WalPosition(partition, n), 0, clock.tick(), id.value(), bytes, List.of()));
    return n;
  }

  /** Appends what a privileged client asks for. */
  void ask(Operation... operations) {
    var key = new IdempotencyKey("client-" + keys++);
    append(
        new WalRecord(
            1,
            id,
            incarnation,
            Principal.INTERNAL,
            new Authority.Privileged(),
            key,
            Records.hashOf(id + key.value()),
            "",
            List.of(operations)));
  }

  boolean isBehind() {
    return store.state().n() < log.size() - 1;
  }

  /** Applies the next records, a number of them at most. */
  void apply(int count) throws Exception {
    int from = (int) store.state().n() + 1;
    store.apply(log.subList(from, Math.min(log.size(), from + count)));
  }

  List<Outcome> applyAll() throws Exception {
    int from = (int) store.state().n() + 1;
    return store.apply(log.subList(from, log.size())).stream().map(it -> it.outcome()).toList();
  }

  Delivery delivery() throws Exception {
    return store.read(Viewer.INTERNAL, reader -> Delivery.read(reader, partition));
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
