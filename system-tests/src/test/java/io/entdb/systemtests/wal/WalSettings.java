package io.entdb.systemtests.wal;

import io.entdb.wal.producer.WalTopicSettings;
import io.entdb.wal.producer.WalWriterSettings;
import java.time.Duration;
import java.util.Map;

/** Settings that the tests of this package share. */
final class WalSettings {
  static final Duration RETENTION = Duration.ofDays(7);

  private WalSettings() {}

  static WalTopicSettings topic(String brokers, String topic, int replicas) {
    return new WalTopicSettings(
        brokers,
        topic,
        3,
        replicas,
        Math.max(1, replicas - 1),
        RETENTION,
        Duration.ofSeconds(15),
        Map.of());
  }

  /** Gives up sooner than in production, so that tests of failures take seconds. */
  static WalWriterSettings impatient() {
    return new WalWriterSettings(
        Duration.ofMillis(1),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        32L * 1024 * 1024);
  }
}
