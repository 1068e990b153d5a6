package io.entdb.snapshotter.make;

import static io.entdb.snapshotter.make.Rig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.RebaseImages;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.objects.ObjectEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void prepare() {
    rig = new Rig(folder);
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
