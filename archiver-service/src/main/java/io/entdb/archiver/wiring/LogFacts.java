package io.entdb.archiver.wiring;

import io.entdb.objects.LogEpoch;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What is asked of the brokers about the log's topic. The archiver never makes one. */
final class LogFacts {
  private final Admin admin;
  private final String topic;

  LogFacts(Admin admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * The life of the log that the topic is.
   *
   * @return empty = nobody has made the topic yet
   * @throws ExecutionException when the brokers do not answer
   */
  Optional<LogEpoch> epoch(ObjectStore objects)
      throws ExecutionException,
          InterruptedException,
          ObjectStoreException,
          LogEpochMismatchException {
    try {
      String id =
          Objects.requireNonNull(
                  admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic), topic)
              .topicId()
              .toString();
      return Optional.of(new LogEpochs(objects, InstantSource.system()).bind(topic, id));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** How long the topic keeps records, seconds; infinite = for ever, no number = no topic yet. */
  double retentionSeconds() throws ExecutionException, InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all().get();
      ConfigEntry entry =
          Objects.requireNonNull(configs.get(resource), topic).get(TopicConfig.RETENTION_MS_CONFIG);
      long retentionMs = entry == null ? -1 : Long.parseLong(entry.value());
      return retentionMs < 0 ? Double.POSITIVE_INFINITY : retentionMs / 1_000.0;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Double.NaN;
      }
      throw e;
    }
  }
}
