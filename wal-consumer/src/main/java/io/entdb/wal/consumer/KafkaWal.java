package io.entdb.wal.consumer;

import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The log in Kafka. Reading begins where the caller says, never where Kafka's own reset policy
 * would begin; positions carry the epoch. Usable by several threads.
 */
public final class KafkaWal implements AutoCloseable {
  private final KafkaWalSettings settings;
  private final Admin admin;
  private final KafkaRange range;

  private KafkaWal(KafkaWalSettings settings) {
    this.settings = settings;
    this.admin = Admin.create(KafkaClients.adminProperties(settings));
    this.range = new KafkaRange(settings);
  }

  /** Connects in the background; a log that cannot be reached shows at the first use. */
  public static KafkaWal open(KafkaWalSettings settings) {
    return new KafkaWal(settings);
  }

  /** A tail over partitions of the caller's choice. The caller closes it. */
  public WalTail tail() {
    return new KafkaTail(settings, KafkaClients.consumer(settings));
  }

  /**
   * A tail over the partitions that a consumer group deals out. The caller closes it, which gives
   * its partitions back.
   *
   * @param memberId a name that survives a restart, so that a quick one moves no partition; empty =
   *     every start is a new member
   */
  public WalGroup group(String groupId, Optional<String> memberId) {
    return new KafkaGroup(settings, KafkaClients.groupConsumer(settings, groupId, memberId));
  }

  public WalExtent extent() {
    return new KafkaExtent(settings, admin);
  }

  public WalRange range() {
    return range;
  }

  /** Ends what {@link #extent} and {@link #range} gave; tails and groups are the callers'. */
  @Override
  public void close() {
    range.close();
    admin.close(KafkaClients.CLOSE_TIMEOUT);
  }
}
