package io.entdb.snapshotter.wiring;

import io.entdb.service.settings.SettingMistakes;
import java.util.List;

/** Finds every mistake in the settings, so that nobody has to find them one start at a time. */
final class SnapshotterSettingsCheck {
  private SnapshotterSettingsCheck() {}

  /** One sentence for each mistake, naming the variable; empty when there is none. */
  static List<String> mistakes(SnapshotterSettings settings) {
    var mistakes = new SettingMistakes();
    mistakes.checkListening(settings.host(), settings.auth().mode());
    mistakes.checkBucket(settings.s3());
    SnapshotterSettings.Snapshot snapshot = settings.snapshot();
    if (snapshot.instances() < 1) {
      mistakes.add(
          "ENTDB_SNAPSHOT_INSTANCES %d: expected 1 or more".formatted(snapshot.instances()));
    } else if (snapshot.instance() < 0 || snapshot.instance() >= snapshot.instances()) {
      mistakes.add(
          "ENTDB_SNAPSHOT_INSTANCE %d: expected 0 to %d"
              .formatted(snapshot.instance(), snapshot.instances() - 1));
    }
    return mistakes.sentences();
  }
}
