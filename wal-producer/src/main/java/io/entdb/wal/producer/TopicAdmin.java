package io.entdb.wal.producer;

import io.entdb.model.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Kafka's administration of one topic, with its failures sorted. */
final class TopicAdmin implements AutoCloseable {
  /** A topic that was made a moment ago is not yet known to every broker. */
  private static final int ATTEMPTS_WHILE_UNKNOWN = 20;

  private static final Duration PAUSE_WHILE_UNKNOWN = Duration.ofMillis(250);

  private final WalTopicSettings settings;
  private final Admin admin;

  TopicAdmin(WalTopicSettings settings) throws WalUnavailableException {
    this.settings = settings;
    var properties = new Properties();
    properties.putAll(settings.client());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
    int timeoutMs = (int) settings.timeout().toMillis();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
    try {
      this.admin = Admin.create(properties);
    } catch (KafkaException e) {
      throw unavailable("reach", e);
    }
  }

  boolean exists() throws WalUnavailableException {
    try {
      await(admin.describeTopics(List.of(settings.topic())).allTopicNames());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw unavailable("describe", e.getCause());
    }
  }

  /** Whether the topic appears while it is waited for as long as a new one may need. */
  boolean appears() throws WalUnavailableException {
    for (int attempt = 1; attempt <= ATTEMPTS_WHILE_UNKNOWN; attempt++) {
      if (exists()) {
        return true;
      }
      pause();
    }
    return false;
  }

  /** Makes the topic; one that somebody else made meanwhile will do. */
  void create() throws WalUnavailableException {
    var topic =
        new NewTopic(settings.topic(), settings.partitions(), (short) settings.replicas())
            .configs(configOfNew());
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable("create", e.getCause());
      }
    }
  }

  private Map<String, String> configOfNew() {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Limits.RECORD_BYTES_MAX));
    config.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(settings.minInsyncReplicas()));
    config.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(settings.retention().toMillis()));
    config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    return config;
  }

  TopicDescription describe() throws WalUnavailableException {
    return onceKnown(
            "describe", () -> admin.describeTopics(List.of(settings.topic())).allTopicNames())
        .getOrDefault(settings.topic(), new TopicDescription(settings.topic(), false, List.of()));
  }

  /** The topic's settings, those that it inherits from the brokers included. */
  Config config() throws WalUnavailableException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
    return onceKnown("read the settings of", () -> admin.describeConfigs(List.of(resource)).all())
        .getOrDefault(resource, new Config(List.of()));
  }

  /** Asks again while the broker that was asked does not know the topic yet. */
  private <T> T onceKnown(String verb, Supplier<KafkaFuture<T>> question)
      throws WalUnavailableException {
    for (int attempt = 1; ; attempt++) {
      try {
        return await(question.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || attempt == ATTEMPTS_WHILE_UNKNOWN) {
          throw unavailable(verb, e.getCause());
        }
        pause();
      }
    }
  }

  private <T> T await(KafkaFuture<T> future) throws ExecutionException, WalUnavailableException {
    try {
      return future.get(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable("administer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("administer", e);
    }
  }

  private void pause() throws WalUnavailableException {
    try {
      Thread.sleep(PAUSE_WHILE_UNKNOWN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("describe", e);
    }
  }

  private WalUnavailableException unavailable(String verb, @Nullable Throwable cause) {
    return new WalUnavailableException(
        "cannot %s topic %s at %s: %s".formatted(verb, settings.topic(), settings.brokers(), cause),
        false,
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
