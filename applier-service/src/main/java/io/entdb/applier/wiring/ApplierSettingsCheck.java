package io.entdb.applier.wiring;

import io.entdb.service.settings.FollowerCheck;
import io.entdb.service.settings.SettingMistakes;
import io.entdb.wal.producer.WalTopicSettings;
import java.util.List;
import java.util.Optional;

/** Mistakes in the settings that single values do not show. */
final class ApplierSettingsCheck {
  private ApplierSettingsCheck() {}

  /** All mistakes, each naming what to set; empty = none. */
  static List<String> mistakes(ApplierSettings settings) {
    var mistakes = new SettingMistakes();
    mistakes.checkListening(settings.host(), settings.auth().mode());
    mistakes.checkBucket(settings.s3());
    mistakes.checkBrokers(Optional.of(settings.kafka().brokers()));
    if (settings.wal().partitions() < WalTopicSettings.PARTITIONS_MIN) {
      mistakes.add("ENTDB_WAL_PARTITIONS must be 2 or more, not " + settings.wal().partitions());
    }
    if (settings.wal().minReplicas() < 1) {
      mistakes.add("ENTDB_WAL_MIN_REPLICAS must be 1 or more");
    }
    FollowerCheck.check(settings.follower(), mistakes);
    ApplierSettings.Checkpoint checkpoint = settings.checkpoint();
    mistakes.requirePositive("ENTDB_CHECKPOINT_INTERVAL", checkpoint.interval());
    mistakes.requirePositive("entdb.checkpoint.volume-bytes", checkpoint.volumeBytes());
    mistakes.requirePositive("entdb.checkpoint.uploads", checkpoint.uploads());
    mistakes.requirePositive("entdb.checkpoint.garbage-interval", checkpoint.garbageInterval());
    mistakes.requirePositive("entdb.health.behind-max", settings.health().behindMax());
    return mistakes.sentences();
  }
}
