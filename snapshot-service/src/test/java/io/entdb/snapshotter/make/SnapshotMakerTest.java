package io.entdb.snapshotter.make;

import static io.entdb.snapshotter.make.Rig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.InMemoryObjectStore.Faults;
import io.entdb.objects.ObjectEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotMakerTest {
  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void prepare() {
    rig = new Rig(folder);
  }

  @Test
  void snapshotsComeInTimeByVolumeAndByAge() throws Exception {
    SnapshotMaker maker = rig.start();
    rig.archive(20);
    maker.round();
    assertThat(rig.noted.made).isEmpty();

    rig.pass(Duration.ofMinutes(15));
    maker.round();
    assertMade(1, 19);
    rig.archive(20);
    rig.pass(Duration.ofMinutes(15));
    maker.round();
    assertThat(rig.noted.made).hasSize(1);
    assertThat(maker.age()).isEqualTo(Duration.ofMinutes(15));

    rig.archive(90);
    maker.round();
    assertMade(2, 129);
    rig.archive(1);
    rig.pass(Duration.ofHours(6));
    maker.round();
    assertMade(3, 130);
    assertThat(rig.noted.replayed).containsExactly(20L, 110L, 1L);
    assertThat(maker.age()).isZero();

    rig.pass(Duration.ofDays(3));
    maker.round();
    assertThat(rig.noted.made).as("nothing has changed").hasSize(3);
    assertThat(rig.noted.troubles).isEmpty();
  }

  @Test
  void agesGoOnWhileNoRoundIsMade() throws Exception {
    SnapshotMaker maker = rig.start();
    rig.archive(20);
    maker.round();
    assertThat(maker.watched()).isEqualTo(1);
    assertThat(maker.roundAge()).isZero();
    rig.pass(Duration.ofHours(30));
    assertThat(maker.age()).isEqualTo(Duration.ofHours(30));
    assertThat(maker.roundAge()).isEqualTo(Duration.ofHours(30));

    rig.objects.setFaults((verb, name) -> Fault.BEFORE);
    maker.round();
    assertThat(maker.age()).isEqualTo(Duration.ofHours(30));
    assertThat(maker.roundAge()).as("it saw nothing").isEqualTo(Duration.ofHours(30));

    rig.objects.setFaults(Faults.NONE);
    maker.round();
    assertThat(maker.age()).isZero();
    assertThat(maker.roundAge()).isZero();
  }

  private void assertMade(int count, long n) throws Exception {
    assertThat(rig.noted.made).hasSize(count);
    SnapshotManifest made = rig.noted.made.getLast();
    assertThat(made.n()).isEqualTo(n);
    assertThat(made.image().digest()).isEqualTo(rig.digestAt(n));
  }

  @Test
  void aBarrierGetsASnapshotOfExactlyItsPosition() throws Exception {
    rig.archive(10);
    long first = rig.archiveBarrier();
    rig.archive(10);
    long second = rig.archiveBarrier();
    rig.archive(10);
    SnapshotMaker maker = rig.start();
    maker.round();

    assertThat(rig.snapshots.ids(ACME))
        .containsExactly(new SnapshotId(first), new SnapshotId(second));
    for (SnapshotManifest made : rig.noted.made) {
      assertThat(made.image().digest()).isEqualTo(rig.digestAt(made.n()));
    }
    assertThat(rig.noted.replayed).containsExactly(11L, 11L);

    rig.start().round(); // Another process finds that all is done.
    assertThat(rig.noted.made).hasSize(2);
  }

  @Test
  void twoSnapshottersMakeOneSnapshot() throws Exception {
    rig.archive(10);
    long n = rig.archiveBarrier();
    SnapshotMaker one = rig.start();
    SnapshotMaker other = rig.start();
    one.round();
    other.round();
    assertThat(rig.snapshots.ids(ACME)).containsExactly(new SnapshotId(n));
    rig.policy.instances = 2;
    rig.policy.instance = Math.floorMod(ACME.value().hashCode() + 1, 2);
    rig.archiveBarrier();
    rig.start().round();
    assertThat(rig.snapshots.ids(ACME)).as("it is the other instance's").hasSize(1);
    rig.policy.instance = 1 - rig.policy.instance;
    rig.start().round();
    assertThat(rig.snapshots.ids(ACME)).hasSize(2);
  }

  @Test
  void anUnreliableStoreDelaysSnapshotsAndSpoilsNone() throws Exception {
    SnapshotMaker maker = rig.start();
    rig.objects.setFaults(Faults.seeded(4, 5));
    long last = 0;
    for (int i = 0; i < 40; i++) {
      rig.objects.setFaults(Faults.NONE);
      rig.archive(5);
      last = rig.archiveBarrier();
      rig.objects.setFaults(Faults.seeded(i, 9));
      rig.pass(Duration.ofMinutes(20));
      maker.round();
      if (i % 7 == 0) {
        maker = rig.start(); // Killed.
      }
    }
    rig.objects.setFaults(Faults.NONE);
    rig.pass(Duration.ofHours(2));
    maker.round();

    assertThat(rig.noted.troubles).isNotEmpty().noneMatch(line -> line.startsWith("diverged"));
    List<SnapshotId> ids = rig.snapshots.ids(ACME);
    assertThat(ids.getLast()).isEqualTo(new SnapshotId(last));
    for (SnapshotId id : ids) {
      SnapshotManifest snapshot = rig.snapshots.read(ACME, id).orElseThrow();
      assertThat(snapshot.image().digest()).isEqualTo(rig.digestAt(id.n()));
    }
  }

  @Test
  void whatDiffersFromACheckpointIsNotPublished() throws Exception {
    rig.archive(30);
    rig.archiveBarrier();
    var wrong =
        new TenantCheckpoint(ACME, 1, Optional.empty(), 17, "0".repeat(64), 0, Optional.empty());
    new Checkpoints(rig.objects, rig.clock)
        .publish(new CheckpointManifest(0, 17, 0, List.of(wrong)));
    rig.start().round();

    assertThat(rig.snapshots.ids(ACME)).isEmpty();
    assertThat(rig.noted.troubles)
        .singleElement()
        .asString()
        .startsWith("diverged tenant acme at 17");
  }

  @Test
  void digestsOfCheckpointsAreCompared() throws Exception {
    rig.archive(30);
    long n = rig.archiveBarrier();
    var right =
        new TenantCheckpoint(ACME, 1, Optional.empty(), 17, rig.digestAt(17), 0, Optional.empty());
    new Checkpoints(rig.objects, rig.clock)
        .publish(new CheckpointManifest(0, 17, 0, List.of(right)));
    rig.start().round();

    assertThat(rig.noted.troubles).isEmpty();
    assertThat(rig.snapshots.read(ACME, new SnapshotId(n)).orElseThrow().compared()).isEqualTo(1);
  }

  /**
   * Goal: retention takes nothing that a restore to any moment of the last 90 days needs. Method:
   * half a year passes, with changes and without; every week all such moments are restored.
   */
  @Test
  void whatRetentionKeepsRestoresEveryMomentOfNinetyDays() throws Exception {
    SnapshotMaker maker = rig.start();
    for (int day = 0; day < 190; day++) {
      if (day % 3 == 0 && (day < 60 || day > 100)) {
        rig.archive(4);
      }
      rig.pass(Duration.ofDays(1));
      maker.round();
      maker.round();
      if (day % 19 == 0) {
        restoreMoments();
      }
    }
    restoreMoments();
    assertThat(rig.noted.troubles).isEmpty();
    assertThat(rig.noted.removed).isGreaterThan(60);
    assertThat(rig.objects.list("archive/", "")).as("segments").hasSizeLessThan(2 * 40);
    assertThat(rig.snapshots.ids(ACME)).hasSizeLessThan(30);
    List<ObjectEntry> chunks = rig.objects.list("snapshots/acme/chunks/", "");
    assertThat(chunks).hasSizeLessThan(30);
  }

  private void restoreMoments() throws Exception {
    var restorer =
        new Restorer(
            rig.archive(), rig.snapshots, new RebaseImages(rig.objects, InstantSource.system()));
    long oldest = rig.nowMs - Duration.ofDays(89).toMillis();
    for (int i = 0; i < rig.log.size(); i += 4) {
      long timeMs = rig.log.get(i).brokerTime();
      boolean isLast = timeMs >= rig.log.getLast().brokerTime();
      if (timeMs >= oldest && !isLast) {
        Restored restored =
            restorer.restore(
                new Restorer.Place(ACME, 0),
                new RestoreTarget.AtTime(timeMs),
                folder.resolve("moment.db"),
                DigestBook.EMPTY,
                RestoreListener.NONE);
        assertThat(restored.report().state().digest())
            .isEqualTo(rig.digestAt(restored.report().state().n()));
      }
    }
  }
}
