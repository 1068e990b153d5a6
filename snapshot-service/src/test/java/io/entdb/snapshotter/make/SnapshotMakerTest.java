package io.entdb.snapshotter.make;

import static io.entdb.snapshotter.make.Rig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.DrillResult;
import io.entdb.backup.Drills;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.InMemoryObjectStore.Faults;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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
    rig.assertMade(1, 19);
    rig.archive(20);
    rig.pass(Duration.ofMinutes(15));
    maker.round();
    assertThat(rig.noted.made).hasSize(1);
    assertThat(maker.age()).isEqualTo(Duration.ofMinutes(15));

    rig.archive(90);
    maker.round();
    rig.assertMade(2, 129);
    rig.archive(1);
    rig.pass(Duration.ofHours(6));
    maker.round();
    rig.assertMade(3, 130);
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

  /**
   * Goal: a damaged backup never becomes the base of another. Method: one byte after the other of
   * the archive and of the last snapshot is flipped, all of small objects and a sample of large
   * ones; a snapshotter that needs the object must say its name and publish nothing, or publish
   * what is right.
   */
  @Test
  void everyFlippedByteIsNoticedBeforeASnapshotIsPublished() throws Exception {
    rig.archive(12);
    rig.archiveBarrier();
    rig.start().round();
    rig.archive(6);
    long n = rig.archiveBarrier();
    String digest = rig.digestAt(n);
    var random = new SplittableRandom(2);
    int noticed = 0;
    for (ObjectEntry entry : rig.objects.list("", "")) {
      byte[] sound = rig.objects.get(entry.name()).orElseThrow();
      boolean isNeeded =
          !entry.name().value().contains("p=0/00000000000000000000.")
              && !entry.name().value().contains("p=0/00000000000000000012.");
      int step = Math.max(1, sound.length / 150);
      for (int i = random.nextInt(step); i < sound.length; i += step) {
        byte[] damaged = sound.clone();
        damaged[i] ^= (byte) (1 << random.nextInt(8));
        rig.objects.damage(entry.name(), damaged);
        rig.noted.troubles.clear();
        rig.start().round();
        if (rig.snapshots.has(ACME, new SnapshotId(n))) {
          // Not needed for this one, or a bit of the compression that means nothing.
          SnapshotManifest made = rig.snapshots.read(ACME, new SnapshotId(n)).orElseThrow();
          assertThat(made.image().digest()).isEqualTo(digest);
          rig.snapshots.delete(ACME, new SnapshotId(n));
          assertThat(!isNeeded || entry.name().value().contains("/chunks/"))
              .as("byte %d of %s", i, entry.name())
              .isTrue();
        } else {
          assertThat(rig.noted.troubles).anyMatch(line -> line.contains(entry.name().value()));
          noticed++;
        }
      }
      rig.objects.damage(entry.name(), sound);
    }
    assertThat(noticed).isGreaterThan(400);
    rig.noted.troubles.clear();
    rig.start().round();
    assertThat(rig.noted.troubles).isEmpty();
    assertThat(rig.noted.made.getLast().image().digest()).isEqualTo(digest);
  }

  @Test
  void resultsOfDrillsAreShown() throws Exception {
    new LogEpochs(rig.objects, rig.clock).bind("entdb-wal", "id");
    rig.pass(Duration.ofDays(2));
    SnapshotMaker maker = rig.start();
    maker.round();
    assertThat(maker.drills().age()).as("since the log began").isEqualTo(Duration.ofDays(2));
    assertThat(maker.drills().failed()).isZero();

    var drills = new Drills(rig.objects);
    drills.put(new DrillResult(rig.nowMs, 5, 3, 0, List.of()));
    rig.pass(Duration.ofDays(1));
    maker.round();
    assertThat(maker.drills().age()).isEqualTo(Duration.ofDays(1));
    drills.put(
        new DrillResult(
            rig.nowMs, 5, 2, 1, List.of(new DrillResult.Failure("acme", "object x is damaged"))));
    maker.round();
    assertThat(maker.drills().failed()).isEqualTo(1);
    assertThat(maker.drills().age()).as("of the last good one").isEqualTo(Duration.ofDays(1));
    SnapshotMaker afterRestart = rig.start();
    afterRestart.round();
    assertThat(afterRestart.drills().failed()).isEqualTo(1);

    drills.put(new DrillResult(rig.nowMs + 1, 5, 3, 0, List.of()));
    rig.pass(Duration.ofDays(100));
    maker.round();
    assertThat(maker.drills().failed()).isZero();
    assertThat(maker.drills().age()).as("it goes on").isGreaterThan(Duration.ofDays(99));
    assertThat(rig.objects.list("drills/", "")).as("the last one is kept").hasSize(1);
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
}
