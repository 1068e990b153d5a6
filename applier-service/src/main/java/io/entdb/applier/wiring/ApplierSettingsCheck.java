package io.entdb.applier.wiring;

import io.entdb.model.ListenAddress;
import io.entdb.wal.producer.WalTopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Mistakes in the settings that single values do not show. */
final class ApplierSettingsCheck {
  private ApplierSettingsCheck() {}

  /** All mistakes, each naming what to set; empty = none. */
  static List<String> mistakes(ApplierSettings settings) {
    var mistakes = new ArrayList<String>();
    ListenAddress.mistake(settings.host(), settings.auth().mode()).ifPresent(mistakes::add);
    if (settings.s3().bucket().filter(bucket -> !bucket.isBlank()).isEmpty()) {
      mistakes.add("ENTDB_S3_BUCKET must name the bucket");
    }
    if (settings.kafka().brokers().isBlank()) {
      mistakes.add("ENTDB_KAFKA_BROKERS must name the brokers");
    }
    if (settings.wal().partitions() < WalTopicSettings.PARTITIONS_MIN) {
      mistakes.add("ENTDB_WAL_PARTITIONS must be 2 or more, not " + settings.wal().partitions());
    }
    if (settings.wal().minReplicas() < 1) {
      mistakes.add("ENTDB_WAL_MIN_REPLICAS must be 1 or more");
    }
    checkFollower(settings.follower(), mistakes);
    ApplierSettings.Checkpoint checkpoint = settings.checkpoint();
    requirePositive("ENTDB_CHECKPOINT_INTERVAL", checkpoint.interval(), mistakes);
    requirePositive("entdb.checkpoint.volume-bytes", checkpoint.volumeBytes(), mistakes);
    requirePositive("entdb.checkpoint.uploads", checkpoint.uploads(), mistakes);
    requirePositive("entdb.checkpoint.garbage-interval", checkpoint.garbageInterval(), mistakes);
    requirePositive("entdb.health.behind-max", settings.health().behindMax(), mistakes);
    return mistakes;
  }

  private static void checkFollower(ApplierSettings.Follower follower, List<String> mistakes) {
    requirePositive("entdb.follower.lanes", follower.lanes(), mistakes);
    requirePositive("entdb.follower.hydrators", follower.hydrators(), mistakes);
    requirePositive("entdb.follower.readers-max", follower.readersMax(), mistakes);
    requirePositive("entdb.follower.open-stores-max", follower.openStoresMax(), mistakes);
    requirePositive("entdb.follower.disk-bytes-max", follower.diskBytesMax(), mistakes);
    requirePositive("entdb.follower.extent-interval", follower.extentInterval(), mistakes);
    requirePositive("entdb.follower.followed-interval", follower.followedInterval(), mistakes);
  }

  private static void requirePositive(String key, long number, List<String> mistakes) {
    if (number < 1) {
      mistakes.add(key + " must be 1 or more, not " + number);
    }
  }

  private static void requirePositive(String key, Duration duration, List<String> mistakes) {
    if (duration.isZero() || duration.isNegative()) {
      mistakes.add(key + " must be longer than nothing, not " + duration);
    }
  }
}
