package io.entdb.wal.producer;

import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;

/** The log's topic: there, with settings that keep the log's promises, and bound to its epoch. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedMethod"})
public final class WalTopic {
  private final WalTopicSettings settings;
  private final String topicId;
  private final int epoch;
  private volatile int partitions;

  private WalTopic(WalTopicSettings settings, String topicId, int epoch, int partitions) {
    this.settings = settings;
    this.topicId = topicId;
    this.epoch = epoch;
    this.partitions = partitions;
  }

  /**
   * Makes the topic where there is none (several at once agree), checks its settings, and binds it
   * to the log's epoch.
   *
   * @throws WalUnavailableException when Kafka does not answer: try again
   * @throws WalTopicRefusedException when settings would break a promise; names all of them
   * @throws LogEpochMismatchException when it is not the topic that the log was written to
   */
  public static WalTopic open(WalTopicSettings settings, ObjectStore objects)
      throws WalUnavailableException,
          WalTopicRefusedException,
          LogEpochMismatchException,
          ObjectStoreException {
    throw new WalUnavailableException("not yet " + objects, false);
  }

  /** The topic's name. */
  public String name() {
    return settings.topic();
  }

  /** The id that Kafka gave the topic. */
  public String topicId() {
    return topicId;
  }

  /** The life of the log that this topic is. */
  public int epoch() {
    return epoch;
  }

  /** How many partitions were seen last. Only rises. */
  public int partitions() {
    return partitions;
  }

  /** Asks Kafka how many partitions there are now. */
  public int refreshPartitions() throws WalUnavailableException {
    throw new WalUnavailableException("not yet", false);
  }

  WalTopicSettings settings() {
    return settings;
  }
}
