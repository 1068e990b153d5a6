package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A tail over partitions that are assigned by hand. */
final class KafkaTail implements WalTail {
  /** How long a poll waits while no partition is followed; following one cannot wake it. */
  private static final Duration NOTHING_FOLLOWED = Duration.ofMillis(20);

  private final KafkaWalSettings settings;
  private final Consumer<byte[], byte[]> consumer;

  /** n that comes next, of each followed partition. */
  private final Map<Integer, Long> nextN = new HashMap<>();

  /** Partitions that cannot go on and whose follower was not told yet. */
  private final Deque<WalTruncatedException> broken = new ArrayDeque<>();

  KafkaTail(KafkaWalSettings settings, Consumer<byte[], byte[]> consumer) {
    this.settings = settings;
    this.consumer = consumer;
  }

  @Override
  public void follow(int partition, long n, int leaderEpoch) {
    nextN.put(partition, n);
    assign();
    seek(partition, n, leaderEpoch);
  }

  /** Positions a partition that the consumer has. */
  void seek(int partition, long n, int leaderEpoch) {
    broken.removeIf(e -> e.partition() == partition);
    nextN.put(partition, n);
    Optional<WalTruncatedException> otherLife = KafkaRange.otherLife(settings, partition, n);
    if (otherLife.isPresent()) {
      broken.add(otherLife.get());
      return;
    }
    // With the epoch Kafka compares histories before the first fetch and after each new leader.
    Optional<Integer> epoch =
        leaderEpoch == LEADER_EPOCH_UNKNOWN ? Optional.empty() : Optional.of(leaderEpoch);
    consumer.seek(
        topicPartition(partition), new OffsetAndMetadata(WalPosition.offsetOf(n), epoch, ""));
  }

  @Override
  public void unfollow(int partition) {
    broken.removeIf(e -> e.partition() == partition);
    if (nextN.remove(partition) != null) {
      assign();
    }
  }

  /** Forgets a partition that a group took away. */
  void forget(int partition) {
    broken.removeIf(e -> e.partition() == partition);
    nextN.remove(partition);
  }

  private void assign() {
    consumer.assign(nextN.keySet().stream().map(this::topicPartition).toList());
  }

  @Override
  public void pause(int partition) {
    if (nextN.containsKey(partition)) {
      consumer.pause(List.of(topicPartition(partition)));
    }
  }

  @Override
  public void resume(int partition) {
    if (nextN.containsKey(partition)) {
      consumer.resume(List.of(topicPartition(partition)));
    }
  }

  @Override
  public List<LogEntry> poll(Duration timeout)
      throws WalTruncatedException, WalUnavailableException {
    throwBroken();
    if (consumer.subscription().isEmpty() && consumer.assignment().isEmpty()) {
      LockSupport.parkNanos(Math.min(timeout.toNanos(), NOTHING_FOLLOWED.toNanos()));
      return List.of(); // A consumer without partitions refuses to be polled.
    }
    try {
      return take(consumer.poll(timeout));
    } catch (WakeupException e) {
      return List.of();
    } catch (LogTruncationException e) {
      for (TopicPartition cut : e.divergentOffsets().keySet()) {
        broken.add(
            new WalTruncatedException(
                cut.partition(),
                Kind.CUT,
                "the log lost records that were read: " + e.getMessage()));
      }
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions().keySet().forEach(this::noteOutOfRange);
    } catch (InterruptException e) {
      throw e; // The thread is to end; it still carries the interrupt.
    } catch (KafkaException e) {
      throw new WalUnavailableException("the log cannot be read: " + e.getMessage(), e);
    }
    throwBroken();
    return List.of();
  }

  private List<LogEntry> take(ConsumerRecords<byte[], byte[]> records) {
    var entries = new ArrayList<LogEntry>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      LogEntry entry = KafkaClients.entry(record, settings.epoch());
      if (isInOrder(entry)) {
        nextN.put(record.partition(), entry.position().n() + 1);
        entries.add(entry);
      }
    }
    records.nextOffsets().forEach((partition, next) -> skipTo(partition, next.offset()));
    return entries;
  }

  /** Notes a partition whose records don't rise; the next poll reports it. */
  private boolean isInOrder(LogEntry entry) {
    int partition = entry.position().partition();
    long expected = nextN(partition);
    if (entry.position().n() < expected && !isBroken(partition)) {
      broken.add(
          new WalTruncatedException(
              partition,
              Kind.CUT,
              "record " + entry.position().n() + " came where " + expected + " was next"));
    }
    return !isBroken(partition);
  }

  private boolean isBroken(int partition) {
    return !broken.isEmpty() && broken.stream().anyMatch(e -> e.partition() == partition);
  }

  /** Kafka may have offsets without a record at them. */
  private void skipTo(TopicPartition partition, long offset) {
    nextN.computeIfPresent(
        partition.partition(), (_, n) -> Math.max(n, WalPosition.n(settings.epoch(), offset)));
  }

  private void noteOutOfRange(TopicPartition partition) {
    long n = nextN(partition.partition());
    Kind kind = Kind.CUT;
    String message = "the log ends before " + n;
    try {
      long beginning =
          KafkaClients.offset(consumer.beginningOffsets(List.of(partition)), partition);
      if (WalPosition.offsetOf(n) < beginning) {
        kind = Kind.FORGOTTEN;
        message = "the log begins at offset " + beginning + ", after " + n;
      }
      broken.add(new WalTruncatedException(partition.partition(), kind, message));
    } catch (KafkaException e) {
      // The next poll finds the same and asks again.
      System.getLogger(KafkaTail.class.getName())
          .log(System.Logger.Level.WARNING, "cannot tell where " + partition + " begins", e);
    }
  }

  private void throwBroken() throws WalTruncatedException {
    WalTruncatedException first = broken.poll();
    if (first != null) {
      stop(first.partition());
      throw first;
    }
  }

  private void stop(int partition) {
    if (consumer.subscription().isEmpty()) {
      unfollow(partition);
    } else {
      consumer.pause(List.of(topicPartition(partition))); // A group's partition stays assigned.
    }
  }

  @Override
  public long nextN(int partition) {
    Long n = nextN.get(partition);
    if (n == null) {
      throw new IllegalStateException("partition " + partition + " is not followed");
    }
    return n;
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    KafkaClients.close(consumer);
  }

  TopicPartition topicPartition(int partition) {
    return new TopicPartition(settings.topic(), partition);
  }
}
