package io.entdb.systemtests.wal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.LogEpochs;
import io.entdb.wal.producer.WalTopic;
import io.entdb.wal.producer.WalTopicRefusedException;
import io.entdb.wal.producer.WalTopicSettings;
import io.entdb.wal.producer.WalUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has a topic and an object store of its own on one broker. */
final class WalTopicTest {
  private static LocalStack stack;
  private static Admin admin;

  private final InMemoryObjectStore objects = new InMemoryObjectStore();

  @BeforeAll
  static void startBroker() {
    stack = LocalStack.builder().only(Kind.BROKER).start();
    admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()));
  }

  @AfterAll
  static void stopBroker() {
    admin.close(Duration.ZERO);
    stack.close();
  }

  @Test
  void aMissingTopicIsMadeAndBoundToEpochZero() throws Exception {
    WalTopic topic = WalTopic.open(settings("made"), objects);

    assertThat(topic.epoch()).isZero();
    assertThat(topic.partitions()).isEqualTo(3);
    assertThat(new LogEpochs(objects, InstantSource.system()).newest().orElseThrow().topicId())
        .isEqualTo(topic.topicId());
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, "made");
    Config config =
        requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
    assertThat(
            Map.of(
                "message.timestamp.type", "LogAppendTime",
                "cleanup.policy", "delete",
                "max.message.bytes", "8388608",
                "min.insync.replicas", "1",
                "unclean.leader.election.enable", "false",
                "retention.ms", String.valueOf(WalSettings.RETENTION.toMillis())))
        .allSatisfy((key, value) -> assertThat(config.get(key).value()).as(key).isEqualTo(value));
  }

  @Test
  void severalServicesAtOnceAgree() throws Exception {
    List<Callable<WalTopic>> services = new ArrayList<>();
    for (int service = 0; service < 4; service++) {
      services.add(() -> WalTopic.open(settings("raced"), objects));
    }

    List<String> ids = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(services.size())) {
      for (Future<WalTopic> service : threads.invokeAll(services)) {
        ids.add(service.get().topicId());
      }
    }

    assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
  }

  @Test
  void allBrokenPromisesAreNamedTogetherWithWhatMendsThem() throws Exception {
    make("wrong", 1, Map.of("cleanup.policy", "compact", "retention.ms", "1000"));

    assertThatThrownBy(() -> WalTopic.open(settings("wrong"), objects))
        .asInstanceOf(type(WalTopicRefusedException.class))
        .satisfies(
            refused -> {
              assertThat(refused.violations()).hasSize(4);
              assertThat(refused)
                  .hasMessageContaining("cleanup.policy is compact, needed: delete")
                  .hasMessageContaining("retention.ms is 1000, needed: 604800000 or more")
                  .hasMessageContaining("max.message.bytes is ")
                  .hasMessageContaining("partitions are 1, needed: 2 or more")
                  .hasMessageContaining(
                      "kafka-configs.sh --bootstrap-server "
                          + stack.kafkaBootstrap()
                          + " --alter --entity-type topics --entity-name wrong --add-config"
                          + " cleanup.policy=delete")
                  .hasMessageContaining("kafka-topics.sh");
            });
    assertThat(objects.list("", "")).isEmpty();
  }

  @Test
  void moreIsNoViolation() throws Exception {
    make(
        "more",
        5,
        Map.of(
            "message.timestamp.type", "LogAppendTime",
            "max.message.bytes", "16777216",
            "retention.ms", "-1"));

    assertThat(WalTopic.open(settings("more"), objects).partitions()).isEqualTo(5);
  }

  @Test
  void aTopicThatWasMadeAgainIsRefusedUntilANewEpochBegins() throws Exception {
    WalTopic before = WalTopic.open(settings("again"), objects);
    admin.deleteTopics(List.of("again")).all().get();
    while (admin.listTopics().names().get().contains("again")) {
      Thread.sleep(50);
    }
    assertThatThrownBy(() -> WalTopic.open(settings("again"), objects))
        .isInstanceOf(LogEpochMismatchException.class)
        .hasMessageContaining(before.topicId());

    make(
        "again",
        3,
        Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "8388608"));
    assertThatThrownBy(() -> WalTopic.open(settings("again"), objects))
        .isInstanceOf(LogEpochMismatchException.class)
        .hasMessageContaining(before.topicId())
        .hasMessageContaining("entdb log new-epoch");
    assertThatThrownBy(before::refreshPartitions).isInstanceOf(WalUnavailableException.class);
    assertThat(before.isReplaced()).isTrue();

    String newId =
        requireNonNull(admin.describeTopics(List.of("again")).allTopicNames().get().get("again"))
            .topicId()
            .toString();
    new LogEpochs(objects, InstantSource.system()).newEpoch("again", newId);
    WalTopic after = WalTopic.open(settings("again"), objects);

    assertThat(after.epoch()).isEqualTo(1);
    assertThat(after.topicId()).isEqualTo(newId);
  }

  @Test
  void aRaisedPartitionCountIsSeenOnRefresh() throws Exception {
    WalTopic topic = WalTopic.open(settings("raised"), objects);
    admin.createPartitions(Map.of("raised", NewPartitions.increaseTo(6))).all().get();

    assertThat(topic.refreshPartitions()).isEqualTo(6);
    assertThat(topic.partitions()).isEqualTo(6);
  }

  @Test
  void brokersThatAreAwayAreUnavailable() {
    var away =
        new WalTopicSettings(
            "127.0.0.1:9", "away", 3, 1, 1, WalSettings.RETENTION, Duration.ofSeconds(2), Map.of());

    assertThatThrownBy(() -> WalTopic.open(away, objects))
        .isInstanceOf(WalUnavailableException.class);
  }

  private static WalTopicSettings settings(String topic) {
    return WalSettings.topic(stack.kafkaBootstrap(), topic, 1);
  }

  private static void make(String topic, int partitions, Map<String, String> config)
      throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
        .all()
        .get();
  }
}
