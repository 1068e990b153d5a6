package io.entdb.gateway.wiring;

import io.entdb.model.ListenAddress;
import io.entdb.wal.producer.WalTopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Mistakes in the settings that single values do not show. */
public final class SettingsCheck {
  private SettingsCheck() {}

  /** All mistakes, each naming the variable to set; empty = none. */
  public static List<String> mistakes(GatewaySettings settings) {
    var mistakes = new ArrayList<String>();
    checkAuth(settings, mistakes);
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
    requirePositive("entdb.limits.hydration-wait", settings.limits().hydrationWait(), mistakes);
    requirePositive("entdb.limits.behind-max", settings.limits().behindMax(), mistakes);
    return mistakes;
  }

  private static void checkAuth(GatewaySettings settings, List<String> mistakes) {
    String mode = settings.auth().mode().orElse("");
    if (!mode.isEmpty() && !mode.equals("none")) {
      mistakes.add("ENTDB_AUTH_MODE must be none, the only mode of this version, not " + mode);
    }
    ListenAddress.mistake(settings.host(), settings.auth().mode()).ifPresent(mistakes::add);
  }

  private static void checkFollower(GatewaySettings.Follower follower, List<String> mistakes) {
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
