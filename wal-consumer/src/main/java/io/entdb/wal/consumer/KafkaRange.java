package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads stretches of the log with consumers that are kept for the next one. */
final class KafkaRange implements WalRange, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Without a record for so long, the brokers count as not reachable. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaWalSettings settings;

  /** As many as were ever in use at the same time: one for each hydrating thread. */
  private final Deque<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();

  private volatile boolean closed;

  KafkaRange(KafkaWalSettings settings) {
    this.settings = settings;
  }

  /** The failure when a position is of another life of the topic than the one in force. */
  static Optional<WalTruncatedException> otherLife(
      KafkaWalSettings settings, int partition, long n) {
    int epoch = WalPosition.epochOf(n);
    if (epoch == settings.epoch()) {
      return Optional.empty();
    }
    return Optional.of(
        new WalTruncatedException(
            partition,
            epoch < settings.epoch() ? Kind.FORGOTTEN : Kind.CUT,
            n + " is of epoch " + epoch + ", the log's is " + settings.epoch()));
  }

  @Override
  public long firstN() {
    return WalPosition.n(settings.epoch(), 0);
  }

  @Override
  public <E extends Exception> void read(
      int partition, long fromN, long toN, Predicate<String> keys, Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E {
    if (fromN > toN) {
      return;
    }
    Optional<WalTruncatedException> otherLife = otherLife(settings, partition, fromN);
    if (otherLife.isPresent()) {
      throw otherLife.get();
    }
    KafkaConsumer<byte[], byte[]> consumer = idle.poll();
    if (consumer == null) {
      consumer = KafkaClients.consumer(settings);
    }
    boolean healthy = false;
    try {
      read(consumer, new Stretch(partition, fromN, toN), keys, sink);
      healthy = true;
    } catch (OffsetOutOfRangeException e) {
      throw new WalTruncatedException(
          partition, Kind.FORGOTTEN, "the log no longer holds " + fromN);
    } catch (InterruptException e) {
      Thread.interrupted(); // Kafka sets the mark again; the exception says it.
      throw new InterruptedException("reading partition " + partition);
    } catch (KafkaException e) {
      throw new WalUnavailableException("partition " + partition + ": " + e.getMessage(), e);
    } finally {
      release(consumer, healthy);
    }
  }

  private record Stretch(int partition, long fromN, long toN) {}

  private <E extends Exception> void read(
      KafkaConsumer<byte[], byte[]> consumer, Stretch stretch, Predicate<String> keys, Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, E {
    var partition = new TopicPartition(settings.topic(), stretch.partition());
    consumer.assign(List.of(partition));
    long end = KafkaClients.offset(consumer.endOffsets(List.of(partition)), partition);
    if (stretch.toN() >= WalPosition.n(settings.epoch(), end)) {
      throw new WalTruncatedException(
          stretch.partition(), Kind.CUT, "the log ends at offset " + end + ", before " + stretch);
    }
    consumer.seek(partition, WalPosition.offsetOf(stretch.fromN()));
    long next = stretch.fromN();
    long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
    while (next <= stretch.toN()) {
      long before = next;
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        LogEntry entry = KafkaClients.entry(record, settings.epoch());
        long n = entry.position().n();
        if (n < next) {
          throw new WalTruncatedException(
              stretch.partition(), Kind.CUT, "record " + n + " came where " + next + " was next");
        }
        next = n + 1;
        if (n <= stretch.toN() && keys.test(entry.key())) {
          sink.accept(entry);
        }
      }
      var nextOffset = records.nextOffsets().get(partition);
      if (nextOffset != null) {
        next = Math.max(next, WalPosition.n(settings.epoch(), nextOffset.offset()));
      }
      sink.passed(Math.min(next - 1, stretch.toN()));
      if (next > before) {
        patienceEnds = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() - patienceEnds > 0) {
        throw new WalUnavailableException(
            "nothing came for " + PATIENCE + " of " + stretch, new TimeoutException());
      }
    }
  }

  private void release(KafkaConsumer<byte[], byte[]> consumer, boolean healthy) {
    if (healthy) {
      consumer.unsubscribe();
      idle.push(consumer);
    } else {
      KafkaClients.close(consumer);
    }
    if (closed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (var consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
      KafkaClients.close(consumer);
    }
  }
}
