package io.entdb.snapshotter.make;

import static io.entdb.snapshotter.make.Rig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.DrillResult;
import io.entdb.backup.Drills;
import io.entdb.backup.SnapshotId;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LossesTest {
  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void prepare() {
    rig = new Rig(folder);
  }

  @Test
  void aLostSnapshotIsNoticedAndMadeAgain() throws Exception {
    SnapshotMaker maker = rig.start();
    rig.archive(20);
    rig.archiveBarrier();
    maker.round();
    rig.assertMade(1, 20);
    removeAll("snapshots/");
    rig.pass(Duration.ofHours(1));
    maker.round();
    assertThat(rig.noted.troubles).containsExactly("lost %s of acme".formatted(new SnapshotId(20)));
    rig.pass(Duration.ofMinutes(15));
    assertThat(maker.age()).isEqualTo(Duration.ofMinutes(15));
    maker.round();

    rig.assertMade(2, 20);
    assertThat(rig.noted.replayed).as("from the first record").containsExactly(21L, 21L);
    rig.pass(Duration.ofHours(1));
    maker.round();
    assertThat(rig.noted.troubles).as("nothing more").hasSize(1);
  }

  @Test
  void whatTheArchiveLosesAtItsEndOrBeginningIsNoticed() throws Exception {
    SnapshotMaker maker = rig.start();
    rig.archive(20);
    rig.archiveBarrier();
    rig.archive(5);
    maker.round();
    assertThat(maker.missing()).isZero();

    Map<ObjectName, byte[]> lost = removeAll("archive/p=0/00000000000000000021");
    rig.pass(Duration.ofMinutes(31));
    maker.round();
    assertThat(maker.missing()).as("at its end").isEqualTo(1);
    bringBack(lost);
    maker.round();
    assertThat(maker.missing()).isZero();

    lost = removeAll("archive/p=0/00000000000000000000");
    rig.pass(Duration.ofMinutes(31));
    maker.round();
    assertThat(maker.missing()).as("at its beginning").isEqualTo(1);
    bringBack(lost);
    rig.pass(Duration.ofMinutes(31));
    maker.round();
    assertThat(maker.missing()).isZero();

    removeAll("archive/");
    maker.round();
    assertThat(maker.missing()).as("all of it").isEqualTo(1);
  }

  /**
   * Goal: a hole stops no snapshot that does not need it, and what is in it counts when it is there
   * again. Method: another snapshotter starts over an archive with a hole, in which a tenant asks
   * for a snapshot.
   */
  @Test
  void aHoleInTheArchiveIsToldAndPassedOverUntilItIsFilled() throws Exception {
    rig.archive(20);
    rig.archiveBarrier();
    rig.start().round();
    long inHole = rig.archiveBarrier();
    rig.archive(5);
    Map<ObjectName, byte[]> lost = removeAll("archive/p=0/%020d".formatted(inHole));
    SnapshotMaker maker = rig.start();
    maker.round();
    assertThat(maker.missing()).isEqualTo(1);
    assertThat(rig.noted.troubles).isEmpty();
    assertThat(rig.snapshots.has(ACME, new SnapshotId(inHole))).isFalse();

    rig.archiveBarrier();
    maker.round();
    assertThat(rig.noted.troubles)
        .as("this one needs what is lost")
        .isNotEmpty()
        .allMatch(line -> line.startsWith("failed acme") && line.contains("00000021.index.json"));

    bringBack(lost);
    rig.pass(Duration.ofHours(1));
    maker.round();
    assertThat(maker.missing()).isZero();
    assertThat(rig.snapshots.ids(ACME))
        .containsExactly(new SnapshotId(20), new SnapshotId(inHole), new SnapshotId(27));
  }

  @Test
  void lostResultsOfDrillsCountAsNoDrill() throws Exception {
    new LogEpochs(rig.objects, rig.clock).bind("entdb-wal", "id");
    rig.pass(Duration.ofDays(20));
    var drills = new Drills(rig.objects);
    drills.put(new DrillResult(rig.nowMs, 5, 3, 0, List.of()));
    SnapshotMaker maker = rig.start();
    maker.round();
    assertThat(maker.drills().age()).isZero();

    removeAll("drills/");
    maker.round();
    assertThat(maker.drills().age()).as("since the log began").isEqualTo(Duration.ofDays(20));
    drills.put(new DrillResult(rig.nowMs, 5, 3, 0, List.of()));
    maker.round();
    assertThat(maker.drills().age()).isZero();
  }

  private Map<ObjectName, byte[]> removeAll(String prefix) throws Exception {
    Map<ObjectName, byte[]> removed = new HashMap<>();
    for (ObjectEntry entry : rig.objects.list(prefix, "")) {
      removed.put(entry.name(), rig.objects.get(entry.name()).orElseThrow());
      rig.objects.delete(entry.name());
    }
    assertThat(removed).isNotEmpty();
    return removed;
  }

  private void bringBack(Map<ObjectName, byte[]> objects) throws Exception {
    for (var object : objects.entrySet()) {
      rig.objects.putIfAbsent(object.getKey(), object.getValue());
    }
  }
}
