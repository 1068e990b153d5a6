package io.entdb.objects;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lives of the log's topic, {@code log/epochs/<5 digits>.json}: which topic id each has. */
public final class LogEpochs {
  private static final String PREFIX = "log/epochs/";

  /** Where there are objects only after the log had a first epoch. */
  private static final List<String> MADE_OF_A_LOG = List.of("archive/", "checkpoints/");

  /** Names have five digits; a disaster a day fills them in 270 years. */
  private static final int NUMBER_MAX = 99_999;

  private final ObjectStore objects;
  private final InstantSource clock;

  public LogEpochs(ObjectStore objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /** All epochs, oldest first. */
  public List<LogEpoch> all() throws ObjectStoreException {
    var epochs = new ArrayList<LogEpoch>();
    for (ObjectEntry entry : objects.list(PREFIX, "")) {
      epochs.add(read(entry.name()));
    }
    return epochs;
  }

  /** The epoch that is in force; empty = no service has seen a topic yet. */
  public Optional<LogEpoch> newest() throws ObjectStoreException {
    List<ObjectEntry> entries = objects.newestFirst(PREFIX);
    return entries.isEmpty() ? Optional.empty() : Optional.of(read(entries.getFirst().name()));
  }

  /**
   * The epoch of a topic that exists. The first service ever to ask begins epoch 0; several at once
   * agree.
   *
   * @throws LogEpochMismatchException when the newest epoch is of another topic or topic id, or
   *     when there is none, but an archive or checkpoints
   */
  public LogEpoch bind(String topic, String topicId)
      throws ObjectStoreException, LogEpochMismatchException {
    Optional<LogEpoch> newest = newest();
    LogEpoch epoch = newest.isPresent() ? newest.get() : first(topic, topicId);
    if (!epoch.topic().equals(topic) || !epoch.topicId().equals(topicId)) {
      throw new LogEpochMismatchException(
          "topic %s has id %s, but epoch %d of the log is bound to topic %s with id %s; if that topic is lost for good, run: entdb log new-epoch"
              .formatted(topic, topicId, epoch.number(), epoch.topic(), epoch.topicId()));
    }
    return epoch;
  }

  /**
   * Positions must never begin again at 0 because the objects that say how far they are are lost.
   */
  private LogEpoch first(String topic, String topicId)
      throws ObjectStoreException, LogEpochMismatchException {
    for (String prefix : MADE_OF_A_LOG) {
      // Another process may have begun meanwhile, and written since.
      if (!objects.listPage(prefix, "", 1).isEmpty() && newest().isEmpty()) {
        throw new LogEpochMismatchException(
            "there is no epoch under %s, but there are objects under %s, made of a log that had one: bring the lost objects back before any service starts"
                .formatted(PREFIX, prefix));
      }
    }
    return begin(0, topic, topicId);
  }

  /**
   * Begins the next epoch with a topic that replaces a lost one. Repeating it for the same topic
   * changes nothing.
   *
   * @throws LogEpochMismatchException when the topic already had an earlier epoch, or when another
   *     process began an epoch with another topic meanwhile
   */
  public LogEpoch newEpoch(String topic, String topicId)
      throws ObjectStoreException, LogEpochMismatchException {
    int next = 0;
    for (LogEpoch epoch : all()) {
      next = epoch.number() + 1;
      if (epoch.topicId().equals(topicId)) {
        if (newest().equals(Optional.of(epoch))) {
          return epoch;
        }
        throw new LogEpochMismatchException(
            "topic id %s is bound to epoch %d already, which a later one has replaced"
                .formatted(topicId, epoch.number()));
      }
    }
    LogEpoch begun = begin(next, topic, topicId);
    if (!begun.topicId().equals(topicId)) {
      throw new LogEpochMismatchException(
          "epoch %d was begun by another process with topic id %s, not %s"
              .formatted(next, begun.topicId(), topicId));
    }
    return begun;
  }

  /** Writes an epoch unless it is there; answers with the one that is there now. */
  private LogEpoch begin(int number, String topic, String topicId) throws ObjectStoreException {
    if (number > NUMBER_MAX) {
      throw new IllegalStateException("no epoch after " + NUMBER_MAX);
    }
    var epoch = new LogEpoch(number, topic, topicId, clock.instant());
    ObjectName name = name(number);
    return objects.putIfAbsent(name, LogEpochJson.write(epoch)) ? epoch : read(name);
  }

  private LogEpoch read(ObjectName name) throws ObjectStoreException {
    byte[] json =
        objects
            .get(name)
            .orElseThrow(() -> new ObjectCorruptException(name, "it was listed, but is gone"));
    LogEpoch epoch = LogEpochJson.read(name, json);
    if (!name(epoch.number()).equals(name)) {
      throw new ObjectCorruptException(name, "it holds epoch " + epoch.number());
    }
    return epoch;
  }

  private static ObjectName name(int number) {
    return new ObjectName(PREFIX + "%05d.json".formatted(number));
  }
}
