package io.entdb.wal.consumer;

import java.time.Duration;
import java.util.Map;

/**
 * Where the log is.
 *
 * @param brokers {@code host:port}, separated by commas
 * @param epoch the life of the topic that is in force; part of every position
 * @param metadataInterval how soon added partitions are noticed
 * @param clientProperties further properties of Kafka's clients, for security above all; those that
 *     the promises of this module depend on cannot be overridden
 */
public record KafkaWalSettings(
    String brokers,
    String topic,
    int epoch,
    Duration metadataInterval,
    Map<String, String> clientProperties) {
  public static final Duration METADATA_INTERVAL_DEFAULT = Duration.ofSeconds(5);

  public KafkaWalSettings {
    clientProperties = Map.copyOf(clientProperties);
  }
}
