package io.entdb.systemtests.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.WalPosition;
import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.consumer.KafkaWalSettings;
import io.entdb.wal.consumer.WalContract;
import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalGroup;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTail;
import io.entdb.wal.consumer.WalTruncatedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The log in Kafka keeps the contract on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaWalTest extends WalContract {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final LocalStack stack = LocalStack.builder().only(Kind.BROKER).start();
  private final Map<String, Object> broker = Map.of("bootstrap.servers", stack.kafkaBootstrap());
  private int topics;

  @BeforeAll
  void aBrokerRuns() {
    assertThat(stack.kafkaBootstrap()).isNotEmpty();
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Override
  protected Log open() throws ExecutionException, InterruptedException {
    String topic = "log-" + topics++;
    try (var admin = Admin.create(broker)) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }
    return new KafkaLog(topic);
  }

  private final class KafkaLog implements Log {
    private final String topic;
    private final KafkaWal wal;
    private final KafkaProducer<String, String> producer =
        new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());

    private KafkaLog(String topic) {
      this.topic = topic;
      this.wal =
          KafkaWal.open(
              new KafkaWalSettings(
                  stack.kafkaBootstrap(), topic, 0, Duration.ofMillis(500), Map.of()));
    }

    @Override
    public WalTail tail() {
      return wal.tail();
    }

    @Override
    public WalRange range() {
      return wal.range();
    }

    @Override
    public WalExtent extent() {
      return wal.extent();
    }

    @Override
    public long append(int partition, String key, String value) throws Exception {
      long offset =
          producer.send(new ProducerRecord<>(topic, partition, key, value)).get().offset();
      return WalPosition.n(0, offset);
    }

    @Override
    public void forgetBefore(int partition, long n) throws Exception {
      try (var admin = Admin.create(broker)) {
        var before = RecordsToDelete.beforeOffset(WalPosition.offsetOf(n));
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), before)).all().get();
      }
    }

    @Override
    public void addPartitions(int count) throws Exception {
      try (var admin = Admin.create(broker)) {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count))).all().get();
      }
    }

    @Override
    public void close() {
      producer.close();
      wal.close();
    }
  }

  /** A member of a group, which notes what it has. */
  private static final class Member implements WalGroup.Ownership {
    private final Set<Integer> owned = new TreeSet<>();

    @Override
    public void assigned(int partition) {
      owned.add(partition);
    }

    @Override
    public void revoked(int partition) {
      owned.remove(partition);
    }

    @Override
    public void lost(int partition) {
      owned.remove(partition);
    }
  }

  @Test
  void aGroupsMembersSharePartitionsAndReadFromWhereTheyAreTold() throws Exception {
    try (Log log = open()) {
      KafkaWal wal = ((KafkaLog) log).wal;
      for (int partition = 0; partition < 3; partition++) {
        log.append(partition, "key", "before");
        log.append(partition, "key", "from here");
      }
      var first = new Member();
      var second = new Member();
      try (WalGroup one = wal.group("group", Optional.of("one"));
          WalGroup two = wal.group("group", Optional.of("two"))) {
        one.join(first);
        pollUntil(one, () -> first.owned.size() == 3);
        assertThat(one.poll(Duration.ofMillis(500))).as("nothing was told yet").isEmpty();
        one.follow(0, WalPosition.n(0, 1), WalTail.LEADER_EPOCH_UNKNOWN);
        var entries = one.poll(LONG);
        assertThat(new String(entries.getFirst().value(), StandardCharsets.UTF_8))
            .isEqualTo("from here");
        one.reportProgress(Map.of(0, WalPosition.n(0, 2)));

        two.join(second);
        pollUntil(
            one,
            () -> {
              two.poll(Duration.ofMillis(50));
              return !second.owned.isEmpty() && first.owned.size() + second.owned.size() == 3;
            });
        assertThat(first.owned).doesNotContainAnyElementsOf(second.owned);
      }
      assertThat(first.owned).isEmpty();
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void pollUntil(WalGroup group, Condition condition) throws Exception {
    long ends = System.nanoTime() + LONG.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(ends);
      group.poll(Duration.ofMillis(50));
    }
  }

  @Test
  void aPositionOfAnotherLifeOfTheTopicIsNotMistakenForOneOfThis() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      log.append(0, "key", "value");
      tail.follow(0, WalPosition.n(1, 0), WalTail.LEADER_EPOCH_UNKNOWN);
      assertThatThrownBy(() -> tail.poll(Duration.ofSeconds(1)))
          .isInstanceOf(WalTruncatedException.class);
    }
  }
}
