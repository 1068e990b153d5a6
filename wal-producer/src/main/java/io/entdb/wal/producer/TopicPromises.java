package io.entdb.wal.producer;

import io.entdb.model.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;

/** Which settings of a topic would break a promise of the log. */
final class TopicPromises {
  private static final String UNLIMITED = "-1";

  private final WalTopicSettings settings;
  private final Config config;
  private final List<String> violations = new ArrayList<>();

  private TopicPromises(WalTopicSettings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  /** One line for each setting that is wrong; empty = all promises hold. */
  static List<String> violations(WalTopicSettings settings, TopicDescription topic, Config config) {
    var promises = new TopicPromises(settings, config);
    promises.checkConfig();
    promises.checkLayout(topic);
    return promises.violations;
  }

  private void checkConfig() {
    // Tenant time comes from the broker's clock, not from whoever wrote the record.
    exactly(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    // Compaction would keep one record of each tenant.
    exactly(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    exactly(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    // A limit in bytes forgets records that the retention promises.
    exactly(TopicConfig.RETENTION_BYTES_CONFIG, UNLIMITED);
    atLeast(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Limits.RECORD_BYTES_MAX, value -> false);
    atLeast(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, settings.minInsyncReplicas(), v -> false);
    atLeast(TopicConfig.RETENTION_MS_CONFIG, settings.retention().toMillis(), value -> value == -1);
  }

  private void exactly(String key, String needed) {
    String found = value(key);
    if (!found.equals(needed)) {
      violate(key, found, needed, needed);
    }
  }

  private void atLeast(String key, long needed, LongPredicate alsoGood) {
    String found = value(key);
    long value = found.matches("-?\\d{1,18}") ? Long.parseLong(found) : Long.MIN_VALUE;
    if (value < needed && !alsoGood.test(value)) {
      violate(key, found, needed + " or more", String.valueOf(needed));
    }
  }

  private String value(String key) {
    ConfigEntry entry = config.get(key);
    return entry == null || entry.value() == null ? "(not set)" : entry.value();
  }

  private void violate(String key, String found, String needed, String mend) {
    violations.add(
        "%s is %s, needed: %s; mend it: kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
            .formatted(key, found, needed, settings.brokers(), settings.topic(), key, mend));
  }

  private void checkLayout(TopicDescription topic) {
    int partitions = topic.partitions().size();
    if (partitions < WalTopicSettings.PARTITIONS_MIN) {
      violations.add(
          "partitions are %d, needed: %d or more; mend it: kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d"
              .formatted(
                  partitions,
                  WalTopicSettings.PARTITIONS_MIN,
                  settings.brokers(),
                  settings.topic(),
                  settings.partitions()));
    }
    for (TopicPartitionInfo partition : topic.partitions()) {
      if (partition.replicas().size() < settings.replicas()) {
        violations.add(
            "replicas of partition %d are %d, needed: %d or more; mend it: kafka-reassign-partitions.sh --bootstrap-server %s --execute --reassignment-json-file <a file that gives topic %s more replicas>"
                .formatted(
                    partition.partition(),
                    partition.replicas().size(),
                    settings.replicas(),
                    settings.brokers(),
                    settings.topic()));
      }
    }
  }
}
