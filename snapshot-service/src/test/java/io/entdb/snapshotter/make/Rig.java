package io.entdb.snapshotter.make;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.store.Records;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One tenant's growing archive in partition 0, a snapshotter over it, and a clock of the test's.
 */
final class Rig {
  static final TenantId ACME = new TenantId("acme");

  long nowMs = 1_800_000_000_000L;
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  final Snapshots snapshots = new Snapshots(objects, clock);
  final Noted noted = new Noted();
  final Policy policy = new Policy();
  private final ArchiveWriter writer = new ArchiveWriter(objects);
  private final Iterator<LogEntry> workload =
      Workload.of(ACME, 0, 5_000, new SplittableRandom(3)).iterator();
  final List<LogEntry> log = new ArrayList<>();
  private final Path folder;

  Rig(Path folder) {
    this.folder = folder;
  }

  SnapshotMaker start() {
    return new SnapshotMaker(policy, objects, folder.resolve("making"), noted, clock);
  }

  Archive archive() {
    return new Archive(objects, clock);
  }

  /** Archives the next records as one segment. */
  void archive(int records) throws Exception {
    List<LogEntry> segment = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      segment.add(at(workload.next().value()));
    }
    write(segment);
  }

  /** Archives a barrier as a segment of its own; its n. */
  long archiveBarrier() throws Exception {
    var record =
        new WalRecord(
            1,
            ACME,
            Records.LIFE,
            Principal.INTERNAL,
            new Authority.Privileged(),
            new IdempotencyKey("snapshot-" + log.size()),
            new RequestHash(new byte[32]),
            "",
            List.of(new Operation.Barrier()));
    LogEntry entry = at(RecordCodec.encode(record));
    write(List.of(entry));
    return entry.position().n();
  }

  private LogEntry at(byte[] value) {
    var entry =
        new LogEntry(new WalPosition(0, log.size()), -1, nowMs, ACME.value(), value, List.of());
    log.add(entry);
    return entry;
  }

  private void write(List<LogEntry> entries) throws Exception {
    long firstN = entries.getFirst().position().n();
    var builder = new SegmentBuilder(0, firstN, firstN - 1);
    entries.forEach(builder::add);
    writer.put(builder.build(clock.instant()));
  }

  /** The digest that the log alone gives through n. */
  String digestAt(long n) throws Exception {
    Path file = folder.resolve("calm.db");
    TenantStore.discard(file);
    try (var store = TenantStore.open(file, ACME, StoreSettings.DEFAULT)) {
      store.apply(log.subList(0, (int) n + 1));
      return store.state().digest();
    }
  }

  void assertMade(int count, long n) throws Exception {
    assertThat(noted.made).hasSize(count);
    SnapshotManifest made = noted.made.getLast();
    assertThat(made.n()).isEqualTo(n);
    assertThat(made.image().digest()).isEqualTo(digestAt(n));
  }

  void pass(Duration time) {
    nowMs += time.toMillis();
  }

  /** What is kept for how long; moments are small. */
  static final class Policy implements SnapshotPolicy {
    int instances = 1;
    int instance;

    @Override
    public Duration maxAge() {
      return Duration.ofHours(6);
    }

    @Override
    public Duration firstAfter() {
      return Duration.ofMinutes(15);
    }

    @Override
    public long volumeRecords() {
      return 100;
    }

    @Override
    public Duration lookInterval() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration retentionInterval() {
      return Duration.ofHours(1);
    }

    @Override
    public Duration archiveRetention() {
      return Duration.ofDays(90);
    }

    @Override
    public Duration snapshotRetention() {
      return Duration.ofDays(30);
    }

    @Override
    public int instances() {
      return instances;
    }

    @Override
    public int instance() {
      return instance;
    }
  }

  /** What was heard. */
  static final class Noted implements SnapshotListener {
    final List<SnapshotManifest> made = new ArrayList<>();
    final List<Long> replayed = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    int removed;

    @Override
    public void made(SnapshotManifest snapshot, long records, Duration took, Duration upload) {
      made.add(snapshot);
      replayed.add(records);
    }

    @Override
    public void failed(TenantId tenant, String reason) {
      troubles.add("failed " + tenant + ": " + reason);
    }

    @Override
    public void diverged(TenantId tenant, String message) {
      troubles.add("diverged " + message);
    }

    @Override
    public void removed(int objects) {
      removed += objects;
    }

    @Override
    public void lost(String snapshot) {
      troubles.add("lost " + snapshot);
    }

    @Override
    public void lookFailed(String reason) {
      troubles.add("look " + reason);
    }
  }
}
