package io.entdb.wal.producer;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.WalPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One Kafka producer, from its making to the error that it can't go on after. */
final class ProducerLife implements AutoCloseable {
  /** Room for several ordinary records; larger ones travel alone. */
  private static final int BATCH_BYTES = 64 * 1024;

  /**
   * How far acknowledgements may be out of order: a batch that is repeated is overtaken by the four
   * others that Kafka lets fly with it, each of at most 64 KiB in records of 60 bytes or more.
   */
  private static final long OVERTAKING_RECORDS_MAX = 10_000;

  private static final Duration METADATA_AGE_MAX = Duration.ofSeconds(30);

  private final WalTopic topic;
  private final WalWriterSettings settings;
  private final WalWriterListener listener;
  private final KafkaProducer<byte[], byte[]> kafka;
  private final Map<Integer, Long> lastOffsets = new ConcurrentHashMap<>();
  private volatile boolean over;

  ProducerLife(WalTopic topic, WalWriterSettings settings, WalWriterListener listener) {
    this.topic = topic;
    this.settings = settings;
    this.listener = listener;
    this.kafka = new KafkaProducer<>(properties(topic.settings(), settings));
  }

  private static Properties properties(WalTopicSettings topic, WalWriterSettings settings) {
    var properties = new Properties();
    properties.putAll(topic.client());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.brokers());
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Limits.RECORD_BYTES_MAX);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, settings.linger().toMillis());
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.maxBlock().toMillis());
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.deliveryTimeout().toMillis());
    properties.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) settings.requestTimeout().toMillis());
    properties.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MAX.toMillis());
    return properties;
  }

  /** Whether this producer can send no more. */
  boolean isOver() {
    return over;
  }

  CompletableFuture<WalPosition> send(ProducerRecord<byte[], byte[]> record) {
    var sending = new Sending(record);
    try {
      var _ = kafka.send(record, sending::end);
    } catch (InterruptException e) {
      sending.fail(e, false);
    } catch (KafkaException | IllegalStateException e) {
      // Thrown only by a producer that is closed or had a fatal error; the record is still here.
      over = true;
      sending.fail(e, false);
    } finally {
      sending.left = true;
    }
    return sending.position;
  }

  /** Closes without waiting: what was sent ends as it may. */
  void closeLater() {
    Thread.ofVirtual().name("wal-producer-close").start(this::close);
  }

  /** Waits for what was sent, at most the delivery timeout. */
  @Override
  public void close() {
    kafka.close(settings.deliveryTimeout());
  }

  private static boolean isFatal(Exception e) {
    return e instanceof ProducerFencedException
        || e instanceof InvalidProducerEpochException
        || e instanceof OutOfOrderSequenceException
        || e instanceof UnknownProducerIdException
        || e instanceof AuthenticationException
        || e instanceof AuthorizationException
        || e instanceof UnsupportedVersionException;
  }

  /** A record on its way. */
  private final class Sending {
    private final CompletableFuture<WalPosition> position = new CompletableFuture<>();
    private final Thread caller = Thread.currentThread();
    private final long startNanos = System.nanoTime();
    private final int partition;
    private final int bytes;
    private volatile boolean left;

    Sending(ProducerRecord<byte[], byte[]> record) {
      this.partition = record.partition();
      this.bytes = record.value().length;
    }

    void end(@Nullable RecordMetadata metadata, @Nullable Exception e) {
      if (e instanceof RecordTooLargeException) {
        listener.failed(partition, took(), false);
        position.completeExceptionally(
            new InvalidException("the log takes no record of this size: " + e.getMessage()));
      } else if (e != null) {
        over |= isFatal(e);
        // The caller's own thread hears of failures only before the record was handed on.
        fail(e, left || Thread.currentThread() != caller);
      } else if (metadata == null || !metadata.hasOffset()) {
        fail(new IllegalStateException("acknowledged without its offset"), true);
      } else if (goesBack(metadata.offset())) {
        over = true;
        topic.markReplaced();
        fail(
            new IllegalStateException("offset " + metadata.offset() + " was passed long ago"),
            true);
      } else {
        listener.appended(partition, bytes, took());
        position.complete(
            new WalPosition(partition, WalPosition.n(topic.epoch(), metadata.offset())));
      }
    }

    /** Whether an offset is far before the last one, as happens when a topic is made again. */
    private boolean goesBack(long offset) {
      long last = lastOffsets.merge(partition, offset, Math::max);
      return offset < last - OVERTAKING_RECORDS_MAX;
    }

    private void fail(Exception cause, boolean outcomeUnknown) {
      listener.failed(partition, took(), outcomeUnknown);
      position.completeExceptionally(
          new WalUnavailableException(
              "the log %s record for partition %d of %s: %s"
                  .formatted(
                      outcomeUnknown ? "did not acknowledge a" : "did not take a",
                      partition,
                      topic.name(),
                      cause.getMessage()),
              outcomeUnknown,
              cause));
    }

    private Duration took() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }
}
