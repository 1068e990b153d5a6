package io.entdb.follower;

import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RebaseImage;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.Viewer;
import io.entdb.wal.consumer.InMemoryWal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant that a test writes to the log, one person a record. */
final class WrittenTenant {
  private final InMemoryWal wal;
  private final Records records;
  private final TenantPlace place;
  private int persons;

  private WrittenTenant(InMemoryWal wal, TenantPlace place) {
    this.wal = wal;
    this.place = place;
    this.records = new Records(place.tenant(), place.partition());
  }

  /** Opens a tenant. */
  static WrittenTenant open(InMemoryWal wal, String name, int partition) throws Exception {
    long end = wal.endN(List.of(partition)).getOrDefault(partition, 0L);
    var tenant = new WrittenTenant(wal, new TenantPlace(new TenantId(name), partition, end));
    tenant.append(tenant.records.opening(Shop.SCHEMA));
    return tenant;
  }

  TenantPlace place() {
    return place;
  }

  /** Appends a person; its n. */
  long write() {
    var fields = Map.<Integer, Value>of(Shop.NAME, new Value.Str("person " + persons));
    return append(
        records.plan(
            new Operation.CreateNode(
                Shop.PERSON, person(persons++), "", Payload.of(fields), Optional.empty())));
  }

  /** Appends what no binary can read; its n. */
  long writeUnreadable() {
    return append(records.raw(new byte[] {1, 2, 3}));
  }

  /** Appends a record that makes the data those of an image; its n. */
  long rebase(RebaseImage image) {
    return append(
        records.entry(
            Principal.INTERNAL,
            new Authority.Privileged(),
            "rebase-" + persons++,
            List.of(new ControlOperation.Rebased(image))));
  }

  /** The state after all records up to n, as a closed file; its digest. */
  String replay(Path file, long n) throws Exception {
    List<LogEntry> log =
        wal.entries(place.partition()).stream()
            .filter(entry -> entry.key().equals(place.tenant().value()))
            .filter(entry -> entry.position().n() <= n)
            .toList();
    try (var store = TenantStore.open(file, place.tenant(), StoreSettings.DEFAULT)) {
      store.apply(log);
      return store.state().digest();
    }
  }

  private static NodeId person(int i) {
    return new NodeId("person" + i);
  }

  private long append(LogEntry entry) {
    return wal.append(place.partition(), entry.key(), entry.value(), System.currentTimeMillis())
        .position()
        .n();
  }

  /** How many of the persons written are there, the first ones. */
  static int personsIn(HeldTenant held) throws StoreException {
    return held.read(
        Viewer.INTERNAL,
        reader -> {
          int count = 0;
          while (reader.node(person(count), false).isPresent()) {
            count++;
          }
          return count;
        });
  }
}
