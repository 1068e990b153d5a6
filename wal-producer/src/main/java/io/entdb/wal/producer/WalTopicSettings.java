package io.entdb.wal.producer;

import java.time.Duration;
import java.util.Map;

/**
 * The log's topic as it must be.
 *
 * @param brokers {@code host:port}, comma separated
 * @param topic its name
 * @param partitions how many a new topic gets, 2 or more: partition 0 is the directory's; an
 *     existing topic may have more, or fewer but at least 2
 * @param replicas of each partition
 * @param minInsyncReplicas that must have a record before it is acknowledged
 * @param retention how long Kafka keeps records at least
 * @param timeout how long one request to the cluster may take
 * @param client further properties of the Kafka clients: security, client.id
 */
public record WalTopicSettings(
    String brokers,
    String topic,
    int partitions,
    int replicas,
    int minInsyncReplicas,
    Duration retention,
    Duration timeout,
    Map<String, String> client) {
  /** Fewest partitions: the directory's and one for tenants. */
  public static final int PARTITIONS_MIN = 2;

  public WalTopicSettings {
    if (partitions < PARTITIONS_MIN || minInsyncReplicas < 1 || replicas < minInsyncReplicas) {
      throw new IllegalArgumentException(
          "topic %s: partitions %d must be %d or more, replicas %d must be min in-sync replicas %d or more, and that 1 or more"
              .formatted(topic, partitions, PARTITIONS_MIN, replicas, minInsyncReplicas));
    }
    client = Map.copyOf(client);
  }
}
