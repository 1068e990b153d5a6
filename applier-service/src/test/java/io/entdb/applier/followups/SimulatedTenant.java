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
  private final Path folder;
  private final List<LogEntry> log = new ArrayList<>();
  private final Clock clock;
  private int epoch;
  private int formerRecords;
  private int keys;
  TenantStore store;

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
    this.folder = folder;
    this.store = open();
  }

  private TenantStore open() throws StoreException {
    return TenantStore.open(
        folder.resolve(epoch == 0 ? id + ".db" : id + "-" + epoch + ".db"),
        id,
        StoreSettings.DEFAULT);
  }

  int records() {
    return log.size();
  }

  /** The log is lost; its archive has so many records, from which the next life goes on. */
  void loseLogAfter(int archived) throws Exception {
    store.close();
    log.subList(archived, log.size()).clear();
    epoch++;
    formerRecords = archived;
    store = open();
    store.apply(log);
  }

  long append(WalRecord record) {
    long n = WalPosition.n(epoch, log.size() - formerRecords);
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
    return applied() < log.size();
  }

  private int applied() {
    long n = store.state().n();
    return (int) log.stream().takeWhile(entry -> entry.position().n() <= n).count();
  }

  /** Applies the next records, a number of them at most. */
  void apply(int count) throws Exception {
    int from = applied();
    store.apply(log.subList(from, Math.min(log.size(), from + count)));
  }

  List<Outcome> applyAll() throws Exception {
    int from = applied();
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
