package io.entdb.systemtests.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.wal.producer.WalTopic;
import io.entdb.wal.producer.WalUnavailableException;
import io.entdb.wal.producer.WalWriter;
import io.entdb.wal.producer.WalWriterListener;
import io.entdb.wal.producer.WalWriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WalWriterTest {
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path data;
  private final InMemoryObjectStore objects = new InMemoryObjectStore();

  @Test
  void whatIsAcknowledgedIsReadBackAtItsPosition() throws Exception {
    try (LocalStack stack = LocalStack.builder().only(Kind.BROKER).start()) {
      WalTopic topic = open(stack, 1);
      Map<WalPosition, String> written = new HashMap<>();
      try (var writer = writer(topic)) {
        List<CompletableFuture<WalPosition>> appends = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          appends.add(
              writer.append(
                  i % 3,
                  ACME,
                  bytes("record " + i),
                  List.of(new LogEntry.Header("t", bytes("x")))));
        }
        for (int i = 0; i < 300; i++) {
          written.put(get(appends.get(i)), "record " + i);
        }
        assertThat(get(writer.append(1, ACME, new byte[Limits.PLAN_BYTES_MAX], List.of())).n())
            .isEqualTo(100);
        refusesWhatIsTooLarge(writer);
        seesARaisedPartitionCount(stack, writer);
      }

      assertThat(written).hasSize(300);
      for (ConsumerRecord<String, byte[]> record : read(stack, topic, 300)) {
        var position = new WalPosition(record.partition(), WalPosition.n(0, record.offset()));
        if (written.containsKey(position)) {
          assertThat(new String(record.value(), UTF_8)).isEqualTo(written.remove(position));
          assertThat(record.key()).isEqualTo("acme");
          assertThat(record.headers().lastHeader("t").value()).isEqualTo(bytes("x"));
        }
      }
      assertThat(written).isEmpty();
    }
  }

  private static void refusesWhatIsTooLarge(WalWriter writer) {
    assertThatThrownBy(
            () -> get(writer.append(1, ACME, new byte[Limits.RECORD_BYTES_MAX], List.of())))
        .isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> get(writer.append(-1, ACME, new byte[1], List.of())))
        .isInstanceOf(InvalidException.class);
  }

  private static void seesARaisedPartitionCount(LocalStack stack, WalWriter writer)
      throws Exception {
    assertThatThrownBy(() -> get(writer.append(3, ACME, bytes("x"), List.of())))
        .asInstanceOf(type(WalUnavailableException.class))
        .satisfies(e -> assertThat(e.outcomeUnknown()).isFalse());
    try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
      admin.createPartitions(Map.of("entdb-wal", NewPartitions.increaseTo(4))).all().get();
    }
    assertThat(get(writer.append(3, ACME, bytes("x"), List.of()))).isEqualTo(new WalPosition(3, 0));
  }

  @Test
  void aBrokerThatIsAwayFailsAppendsInTimeAndLaterOnesGoThrough() throws Exception {
    try (LocalStack stack = LocalStack.builder().only(Kind.BROKER).data(data).start()) {
      WalTopic topic = open(stack, 1);
      try (var writer = writer(topic)) {
        get(writer.append(1, ACME, bytes("before"), List.of()));
        stack.kill9(Part.BROKER);

        long start = System.nanoTime();
        // Whether the record left before the loss was noticed is a race; a false success is not.
        assertThatThrownBy(() -> get(writer.append(1, ACME, bytes("meanwhile"), List.of())))
            .isInstanceOf(WalUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

        stack.restart(Part.BROKER);
        assertThat(get(writer.append(1, ACME, bytes("after"), List.of())).n())
            .isGreaterThanOrEqualTo(1);
      }
      assertThatThrownBy(
              () -> get(writerThatIsClosed(topic).append(1, ACME, bytes("x"), List.of())))
          .isInstanceOf(WalUnavailableException.class);
    }
  }

  @Test
  void withoutEnoughReplicasNothingIsAcknowledgedAndNothingAcknowledgedIsLost() throws Exception {
    try (LocalStack stack =
        LocalStack.builder().only(Kind.BROKER).threeBrokers().data(data).start()) {
      WalTopic topic = open(stack, 3);
      List<WalPosition> acknowledged = new ArrayList<>();
      try (var writer =
          new WalWriter(topic, WalWriterSettings.defaults(), WalWriterListener.NONE)) {
        acknowledged.add(get(writer.append(1, ACME, bytes("record 0"), List.of())));
        stack.kill9(Part.broker(3));
        for (int i = 1; i < 50; i++) {
          acknowledged.add(get(writer.append(1, ACME, bytes("record " + i), List.of())));
        }
        stack.kill9(Part.broker(2));
        assertThatThrownBy(() -> get(writer.append(1, ACME, bytes("too few"), List.of())))
            .asInstanceOf(type(WalUnavailableException.class))
            .satisfies(e -> assertThat(e.outcomeUnknown()).isTrue());
        // Together, because each is ready only when it sees all three.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          var second = threads.submit(() -> stack.restart(Part.broker(2)));
          stack.restart(Part.broker(3));
          second.get();
        }
        acknowledged.add(get(writer.append(1, ACME, bytes("record 50"), List.of())));
      }

      assertThat(acknowledged).isSorted().doesNotHaveDuplicates();
      Map<Long, String> found = new HashMap<>();
      read(stack, topic, 51).forEach(r -> found.put(r.offset(), new String(r.value(), UTF_8)));
      for (int i = 0; i < acknowledged.size(); i++) {
        assertThat(found.get(acknowledged.get(i).n())).isEqualTo("record " + i);
      }
    }
  }

  private WalTopic open(LocalStack stack, int replicas) throws Exception {
    return WalTopic.open(WalSettings.topic(stack.kafkaBootstrap(), "entdb-wal", replicas), objects);
  }

  private static WalWriter writer(WalTopic topic) {
    return new WalWriter(topic, WalSettings.impatient(), WalWriterListener.NONE);
  }

  private static WalWriter writerThatIsClosed(WalTopic topic) {
    WalWriter writer = writer(topic);
    writer.close();
    return writer;
  }

  private static WalPosition get(CompletableFuture<WalPosition> append) throws Exception {
    try {
      return append.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static List<ConsumerRecord<String, byte[]>> read(
      LocalStack stack, WalTopic topic, int atLeast) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    Map<String, Object> properties = Map.of("bootstrap.servers", stack.kafkaBootstrap());
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(0, 1, 2).stream().map(p -> new TopicPartition(topic.name(), p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (records.size() < Math.max(atLeast, end) && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
    }
    return records;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
