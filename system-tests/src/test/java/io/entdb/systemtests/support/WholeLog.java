package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all of the log with a plain consumer: nothing of EntDB's own readers takes part. */
public final class WholeLog {
  /** The topic of every local stack. */
  public static final String TOPIC = "entdb-wal";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private WholeLog() {}

  /** Every record from the first to the present end, in order in each partition. */
  public static List<LogEntry> read(LocalStack stack) {
    var entries = new ArrayList<LogEntry>();
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            stack.kafkaBootstrap(),
            "auto.offset.reset",
            "none",
            "max.poll.records",
            5_000);
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (isBehind(consumer, ends)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("cannot read the log to its end " + ends);
        }
        consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(entry(record)));
      }
    }
    return entries;
  }

  private static boolean isBehind(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  /** A stack's log is in its first life, epoch 0. */
  private static LogEntry entry(ConsumerRecord<String, byte[]> record) {
    return new LogEntry(
        new WalPosition(record.partition(), WalPosition.n(0, record.offset())),
        record.leaderEpoch().orElse(-1),
        record.timestamp(),
        Objects.requireNonNull(record.key(), "every record has a key"),
        record.value(),
        List.of());
  }
}
