package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's clients as this module needs them, and its records as log entries. */
final class KafkaClients {
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Most bytes fetched ahead: what may wait in memory before the follower's own bounds count. */
  private static final int FETCH_BYTES_MAX = 16 * 1024 * 1024;

  /** Per partition; two records of the largest size always fit. */
  private static final int PARTITION_FETCH_BYTES_MAX = 4 * 1024 * 1024;

  private static final int POLL_RECORDS_MAX = 2_000;

  /** After so long without a sign of life, others get a member's partitions. */
  private static final int SESSION_TIMEOUT_MS = 30_000;

  /** How long one question to the brokers may take. */
  private static final int API_TIMEOUT_MS = 10_000;

  private KafkaClients() {}

  static KafkaConsumer<byte[], byte[]> consumer(KafkaWalSettings settings) {
    return new KafkaConsumer<>(consumerProperties(settings));
  }

  static KafkaConsumer<byte[], byte[]> groupConsumer(
      KafkaWalSettings settings, String groupId, Optional<String> memberId) {
    Map<String, Object> properties = consumerProperties(settings);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    memberId.ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    // Only partitions that change hands stop. The older protocol, because managed clusters before
    // Kafka 4 know no other.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    return new KafkaConsumer<>(properties);
  }

  static Map<String, Object> adminProperties(KafkaWalSettings settings) {
    Map<String, Object> properties = commonProperties(settings);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    return properties;
  }

  private static Map<String, Object> consumerProperties(KafkaWalSettings settings) {
    Map<String, Object> properties = commonProperties(settings);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    return properties;
  }

  private static Map<String, Object> commonProperties(KafkaWalSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
    properties.put(
        CommonClientConfigs.METADATA_MAX_AGE_CONFIG, settings.metadataInterval().toMillis());
    return properties;
  }

  /** Closes a consumer within a bound; a group's partitions go back to the group. */
  static void close(Consumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }

  /** Kafka's answer for one partition. */
  static long offset(Map<TopicPartition, Long> answer, TopicPartition partition) {
    return Objects.requireNonNull(answer.get(partition), "no offset of " + partition);
  }

  static LogEntry entry(ConsumerRecord<byte[], byte[]> record, int epoch) {
    byte[] key = record.key();
    byte[] value = record.value();
    var headers = new ArrayList<LogEntry.Header>();
    for (Header header : record.headers()) {
      byte[] bytes = header.value();
      headers.add(new LogEntry.Header(header.key(), bytes == null ? new byte[0] : bytes));
    }
    return new LogEntry(
        new WalPosition(record.partition(), WalPosition.n(epoch, record.offset())),
        record.leaderEpoch().orElse(WalTail.LEADER_EPOCH_UNKNOWN),
        record.timestamp(),
        // A record without key or value is none of ours; it is nobody's, or parks its tenant.
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        value == null ? new byte[0] : value,
        headers);
  }
}
