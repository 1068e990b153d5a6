package io.entdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.DrillResult;
import io.entdb.backup.Drills;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.backup.restore.ClosedFile;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.store.TenantStore;
import io.entdb.store.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupCommandsTest {
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path folder;
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final Shell shell = new Shell(objects);
  private final List<LogEntry> log = Workload.of(ACME, 2, 30, new SplittableRandom(5));

  @BeforeEach
  void archiveThirtyRecords() throws Exception {
    var writer = new ArchiveWriter(objects);
    var first = new SegmentBuilder(2, 0, -1);
    log.subList(0, 20).forEach(first::add);
    writer.put(first.build(Instant.EPOCH));
    var second = new SegmentBuilder(2, 20, 19);
    log.subList(20, 31).forEach(second::add);
    writer.put(second.build(Instant.EPOCH));
    writer.put(new Mark(2, 30, log.getLast().brokerTime() + 60_000));
  }

  private String output() {
    return folder.resolve("out").toString();
  }

  private Path file() {
    return folder.resolve("out").resolve("acme.db");
  }

  @Test
  void theArchiveIsListedShownAndVerified() throws Exception {
    assertThat(shell.run("archive", "ls", "--segments")).isZero();
    assertThat(shell.out()).contains("partition 2  0 to 30", "0 to 19  20 records of 1 tenants");

    assertThat(shell.run("archive", "cat", "--tenant-id=acme", "--from-position=3")).isZero();
    assertThat(shell.out().lines()).hasSize(28);
    assertThat(shell.out()).startsWith("{\"n\":3,\"partition\":2,").contains("\"view\":{");
    assertThat(shell.run("archive", "cat", "--tenant-id=acme", "--to-position=t:2:1", "--raw"))
        .isZero();
    assertThat(shell.out().lines()).hasSize(2).allMatch(line -> line.contains("\"record\":\""));

    assertThat(shell.run("archive", "verify")).isZero();
    assertThat(shell.out()).contains("partition 2  ok  0 to 30, 31 records in 2 segments");
    ObjectName index = new ObjectName("archive/p=2/00000000000000000020.index.json");
    objects.damage(index, new byte[] {1});
    assertThat(shell.run("archive", "verify", "--format=json")).isEqualTo(1);
    assertThat(shell.out()).contains("\"ok\":false", index.value());
  }

  @Test
  void aTenantIsRestoredByPositionAndByTime() {
    assertThat(restore("--target-position=entdb-wal:2:12")).isZero();
    assertThat(shell.out()).contains("complete through 12  last record 12");
    assertThat(restore("--target-position=13")).isEqualTo(1);
    assertThat(shell.err()).contains("acme.db exists; --force replaces it");
    assertThat(restore("--target-position=13", "--force")).isZero();

    Instant time = Instant.ofEpochMilli(log.get(7).brokerTime());
    assertThat(restore("--target-time=" + time, "--force", "--format=json")).isZero();
    assertThat(shell.out()).contains("\"last_n\":7", "\"done\":true");

    assertThat(restore("--force")).isZero();
    assertThat(shell.out()).contains("last record 30", "the archive alone, 31 records replayed");
    assertThat(shell.run("restore", "verify", "--data-dir=" + output())).isZero();
    assertThat(shell.out()).contains("acme.db  ok  tenant acme at 30");
  }

  private int restore(String... options) {
    var all = new ArrayList<>(List.of("restore", "--tenant-id=acme"));
    all.add("--output-dir=" + output());
    all.addAll(List.of(options));
    return shell.run(all.toArray(String[]::new));
  }

  @Test
  void whatCannotBeRestoredIsSaid() {
    assertThat(restore("--target-position=31")).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            "entdb: the archive of partition 2 reaches through 30, not 31; it grows within a"
                + " minute\n");
    assertThat(restore("--target-position=entdb-wal:1:3")).isEqualTo(1);
    assertThat(shell.err()).contains("is in partition 1, but the tenant lives in 2");
    assertThat(restore("--target-time=yesterday")).isEqualTo(1);
    assertThat(shell.err()).contains("'yesterday' is no time");
    assertThat(shell.run("restore", "--tenant-id=nobody")).isEqualTo(1);
    assertThat(shell.err()).contains("knows tenant nobody");
    assertThat(shell.run("restore")).isEqualTo(2);
    assertThat(shell.run("restore", "from-snapshot", "--tenant-id=acme")).isEqualTo(2);
    assertThat(shell.run("restore", "verify", "--data-dir=" + folder)).isEqualTo(1);
    assertThat(shell.err()).contains("no .db file below");
    assertThat(Files.exists(file())).isFalse();
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    assertThat(restore("--dry-run")).isZero();
    assertThat(shell.out()).contains("Would restore tenant acme", "Nothing was written.");
    snapshotAt(12);
    String output = "--output-dir=" + output();
    assertThat(
            shell.run(
                "restore",
                "from-snapshot",
                "--tenant-id=acme",
                "--snapshot-id=" + new SnapshotId(12),
                output,
                "--dry-run"))
        .isZero();
    assertThat(shell.run("snapshot", "--tenant-id=acme", output, "--dry-run")).isZero();
    assertThat(Files.exists(file())).isFalse();
    assertThat(delete(12, "--dry-run", "--force")).isZero();
    assertThat(shell.run("snapshot", "list", "--tenant-id=acme")).isZero();
    assertThat(shell.out()).contains(new SnapshotId(12).toString());
  }

  private int delete(long n, String... options) {
    var all = new ArrayList<>(List.of("snapshot", "delete", "--tenant-id=acme"));
    all.add("--snapshot-id=" + new SnapshotId(n));
    all.addAll(List.of(options));
    return shell.run(all.toArray(String[]::new));
  }

  @Test
  void aSnapshotAndTheArchiveAfterItMakeTheWhole() throws Exception {
    snapshotAt(12);
    snapshotAt(22);
    assertThat(shell.run("restore", "list-snapshots", "--tenant-id=acme")).isZero();
    assertThat(shell.out().lines()).hasSize(2);

    assertThat(
            shell.run(
                "restore",
                "from-snapshot",
                "--tenant-id=acme",
                "--snapshot-id=" + new SnapshotId(12),
                "--output-dir=" + output()))
        .isZero();
    assertThat(TenantStore.audit(file()).state().n()).isEqualTo(12);
    assertThat(replay("15")).isEqualTo(1);
    assertThat(shell.err()).contains("would leave out records");
    assertThat(replay("12", "--dry-run")).isZero();
    assertThat(TenantStore.audit(file()).state().n()).isEqualTo(12);
    assertThat(replay("entdb-wal:2:12")).isZero();
    assertThat(TenantStore.audit(file()).state().n()).isEqualTo(30);
    String digest = TenantStore.audit(file()).state().digest();

    assertThat(restore("--force")).isZero();
    assertThat(shell.out()).contains("from snapshot " + new SnapshotId(22), digest);
    assertThat(shell.run("drill", "--tenant-id=acme")).isZero();
    assertThat(shell.out()).startsWith("tenant acme  ok  at 30");
    assertThat(shell.run("drill", "--all", "--format=json")).isZero();
    assertThat(shell.out()).contains("\"ok\":true", digest);

    assertThat(delete(22)).isEqualTo(1);
    assertThat(shell.err()).contains("newest snapshot of acme");
    assertThat(delete(12)).isZero();
    assertThat(
            shell.run(
                "snapshot", "show", "--tenant-id=acme", "--snapshot-id=snap_2100-01-01T00:00:00Z"))
        .isZero();
    assertThat(shell.out()).contains(new SnapshotId(22).toString());
  }

  @Test
  void everyObjectOfSnapshotsIsVerified() throws Exception {
    assertThat(shell.run("snapshot", "verify")).isZero();
    assertThat(shell.out()).contains("There are no snapshots.");
    snapshotAt(12);
    snapshotAt(22);
    assertThat(shell.run("snapshot", "verify", "--tenant-id=acme")).isZero();
    assertThat(shell.out()).contains("tenant acme  ok  2 snapshots sound");
    for (ObjectEntry entry : objects.list("snapshots/", "")) {
      byte[] sound = objects.get(entry.name()).orElseThrow();
      byte[] damaged = sound.clone();
      damaged[damaged.length / 2] ^= 1;
      objects.damage(entry.name(), damaged);
      assertThat(shell.run("snapshot", "verify", "--format=json")).isEqualTo(1);
      assertThat(shell.out()).contains("\"ok\":false", entry.name().value());
      objects.damage(entry.name(), sound);
    }
    ObjectName chunk = objects.list("snapshots/acme/chunks/", "").getFirst().name();
    objects.delete(chunk);
    assertThat(shell.run("snapshot", "verify")).isEqualTo(1);
    assertThat(shell.out()).contains(chunk.value() + " is missing");
  }

  private int replay(String from, String... options) {
    var all = new ArrayList<>(List.of("restore", "replay-archive", "--tenant-id=acme"));
    all.add("--from-position=" + from);
    all.add("--data-dir=" + output());
    all.addAll(List.of(options));
    return shell.run(all.toArray(String[]::new));
  }

  @Test
  void aDrillThatFailsSaysSo() throws Exception {
    snapshotAt(22);
    ObjectName chunk = objects.list("snapshots/acme/chunks/", "").getFirst().name();
    objects.damage(chunk, new byte[] {1});
    assertThat(shell.run("drill", "--tenant-id=acme")).isEqualTo(1);
    assertThat(shell.out()).contains("tenant acme  FAILED", chunk.value());

    DrillResult left = new Drills(objects).newest().orElseThrow();
    assertThat(left.isWell()).isFalse();
    assertThat(left.failures().getFirst().tenant()).isEqualTo("acme");
    assertThat(left.failures().getFirst().reason()).contains(chunk.value());
  }

  @Test
  void aDrillLeavesItsResultWhereItIsWatched() throws Exception {
    assertThat(shell.run("drill", "--all", "--dry-run")).isZero();
    assertThat(shell.out()).contains("Would restore tenant acme of partition 2.");
    assertThat(objects.list("drills/", "")).isEmpty();

    assertThat(shell.run("drill", "--count=3")).isZero();
    DrillResult left = new Drills(objects).newestWell().orElseThrow();
    assertThat(left.restored()).isEqualTo(1);
    assertThat(shell.out()).contains(objects.list("drills/", "").getFirst().name().value());
  }

  @Test
  void aLostArchiveIsNoticedByWhatWasMadeOfIt() throws Exception {
    snapshotAt(25);
    assertThat(shell.run("archive", "verify")).isZero();
    List<ObjectEntry> archived = objects.list("archive/", "");
    remove(archived.stream().filter(it -> it.name().value().contains("00020.")).toList());
    objects.delete(objects.list("archive/p=2/marks/", "").getFirst().name());
    assertThat(shell.run("archive", "verify")).isEqualTo(1);
    assertThat(shell.out()).contains("snapshot snap_00000000000000000025 of acme", "through 19");

    remove(objects.list("archive/", ""));
    assertThat(shell.run("archive", "verify", "--format=json")).isEqualTo(1);
    assertThat(shell.out()).contains("\"ok\":false", "snapshot snap_00000000000000000025 of acme");
    assertThat(shell.run("archive", "verify", "--partition=1")).as("not asked about").isZero();
    assertThat(restore("--target-position=26")).isEqualTo(1);
    assertThat(shell.err()).contains("nothing of partition 2 is archived");
    assertThat(Files.exists(file())).isFalse();
  }

  private void remove(List<ObjectEntry> entries) throws Exception {
    assertThat(entries).isNotEmpty();
    for (ObjectEntry entry : entries) {
      objects.delete(entry.name());
    }
  }

  private void snapshotAt(long n) throws Exception {
    InstantSource clock = InstantSource.system();
    var snapshots = new Snapshots(objects, clock);
    Path file = folder.resolve("made.db");
    Restored restored =
        new Restorer(new Archive(objects, clock), snapshots, new RebaseImages(objects, clock))
            .restore(
                new Restorer.Place(ACME, 2),
                new RestoreTarget.AtPosition(n),
                file,
                DigestBook.EMPTY,
                RestoreListener.NONE);
    var closed = new ClosedFile(file, restored.report());
    snapshots.publish(
        new SnapshotId(n),
        closed,
        restored.report(),
        snapshots.newest(ACME, Snapshots.Choice.ANY),
        0);
    TenantStore.discard(file);
  }
}
