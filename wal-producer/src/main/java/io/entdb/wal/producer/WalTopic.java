package io.entdb.wal.producer;

import io.entdb.objects.LogEpoch;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;

/** The log's topic: there, with settings that keep the log's promises, and bound to its epoch. */
public final class WalTopic {
  private final WalTopicSettings settings;
  private final String topicId;
  private final int epoch;
  private volatile int partitions;
  private volatile boolean replaced;

  private WalTopic(WalTopicSettings settings, String topicId, int epoch, int partitions) {
    this.settings = settings;
    this.topicId = topicId;
    this.epoch = epoch;
    this.partitions = partitions;
  }

  /**
   * Makes the topic where there is none (several at once agree), checks its settings, and binds it
   * to the log's epoch. The objects are asked before the topic is made: a log that already has an
   * epoch has lost its topic, and a new one must not silently take its place.
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
    var epochs = new LogEpochs(objects, InstantSource.system());
    try (var admin = new TopicAdmin(settings)) {
      if (!admin.exists()) {
        createUnlessLost(admin, epochs, settings.topic());
      }
      TopicDescription topic = admin.describe();
      List<String> violations = TopicPromises.violations(settings, topic, admin.config());
      if (!violations.isEmpty()) {
        throw new WalTopicRefusedException(settings.topic(), violations);
      }
      String topicId = topic.topicId().toString();
      LogEpoch epoch = epochs.bind(settings.topic(), topicId);
      return new WalTopic(settings, topicId, epoch.number(), topic.partitions().size());
    }
  }

  private static void createUnlessLost(TopicAdmin admin, LogEpochs epochs, String topic)
      throws WalUnavailableException, ObjectStoreException, LogEpochMismatchException {
    LogEpoch bound = epochs.newest().orElse(null);
    if (bound == null) {
      admin.create();
    } else if (!admin.appears()) {
      // It could have been another service that made and bound the topic a moment ago.
      throw new LogEpochMismatchException(
          "there is no topic %s, but epoch %d of the log is bound to topic %s with id %s; if that topic is lost for good, create the new one and run: entdb log new-epoch"
              .formatted(topic, bound.number(), bound.topic(), bound.topicId()));
    }
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

  /**
   * Asks Kafka how many partitions there are now, and whether the topic is still the one that was
   * opened. Ask now and then: offsets of a topic that was deleted and made again start over.
   *
   * @throws WalUnavailableException when Kafka does not answer, or the topic is another one; then
   *     {@link #isReplaced} and writers refuse from now on
   */
  public int refreshPartitions() throws WalUnavailableException {
    TopicDescription now;
    try (var admin = new TopicAdmin(settings)) {
      now = admin.describe();
    }
    if (!now.topicId().toString().equals(topicId)) {
      markReplaced();
      throw new WalUnavailableException(
          "topic %s had id %s and now has %s: it was deleted and made again"
              .formatted(name(), topicId, now.topicId()),
          false);
    }
    synchronized (this) {
      partitions = Math.max(partitions, now.partitions().size());
      return partitions;
    }
  }

  /** Whether the topic was found to be another one than was opened. Restart to have it judged. */
  public boolean isReplaced() {
    return replaced;
  }

  void markReplaced() {
    replaced = true;
  }

  WalTopicSettings settings() {
    return settings;
  }
}
