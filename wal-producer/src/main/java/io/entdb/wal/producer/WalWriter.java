package io.entdb.wal.producer;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to the log. Callable from any thread; what one thread appends to a partition
 * keeps its order as long as nothing fails.
 */
public final class WalWriter implements AutoCloseable {
  /** What key, headers and the batch around a record may take of the topic's limit. */
  private static final int ENVELOPE_BYTES = 64 * 1024;

  /** A cause that lasts, such as a missing permission, must not make a producer for each record. */
  private static final Duration REPLACE_PAUSE = Duration.ofSeconds(1);

  private final WalTopic topic;
  private final WalWriterSettings settings;
  private final WalWriterListener listener;

  private @Nullable ProducerLife producer;
  private long madeNanos;
  private boolean closed;

  public WalWriter(WalTopic topic, WalWriterSettings settings, WalWriterListener listener) {
    this.topic = topic;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Appends a record. Blocks only while the buffer is full or Kafka has not told of the partition
   * yet, and at most {@link WalWriterSettings#maxBlock}.
   *
   * @param value at most {@link Limits#RECORD_BYTES_MAX} less 64 KiB for key and headers
   * @return the position, once all in-sync replicas have the record. Ends exceptionally with {@link
   *     WalUnavailableException} (try again; it may be in the log if the outcome is unknown) or
   *     {@link InvalidException} (too large, or a negative partition; never written). Completes on
   *     the sending thread: go on elsewhere if that takes time.
   */
  public CompletableFuture<WalPosition> append(
      int partition, TenantId key, byte[] value, List<LogEntry.Header> headers) {
    if (partition < 0) {
      return CompletableFuture.failedFuture(
          new InvalidException("there is no partition " + partition));
    }
    long bytes = value.length;
    for (LogEntry.Header header : headers) {
      bytes += header.name().length() + header.value().length;
    }
    if (bytes > Limits.RECORD_BYTES_MAX - ENVELOPE_BYTES) {
      return CompletableFuture.failedFuture(
          new InvalidException(
              "record of %d bytes is larger than %d"
                  .formatted(bytes, Limits.RECORD_BYTES_MAX - ENVELOPE_BYTES)));
    }
    if (topic.isReplaced()) {
      return CompletableFuture.failedFuture(
          new WalUnavailableException(
              "topic " + topic.name() + " is not the one that was opened: restart", false));
    }
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic.name(), partition, key.value().getBytes(StandardCharsets.UTF_8), value);
    headers.forEach(header -> record.headers().add(header.name(), header.value()));
    try {
      return producer().send(record);
    } catch (WalUnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The producer that can still send; a new one in place of one that can't. */
  private synchronized ProducerLife producer() throws WalUnavailableException {
    if (closed) {
      throw new WalUnavailableException("the writer is closed", false);
    }
    if (producer == null || producer.isOver()) {
      producer = replace(producer);
    }
    return producer;
  }

  private ProducerLife replace(@Nullable ProducerLife before) throws WalUnavailableException {
    long now = System.nanoTime();
    if (before != null && now - madeNanos < REPLACE_PAUSE.toNanos()) {
      throw new WalUnavailableException("the Kafka producer failed and is soon replaced", false);
    }
    madeNanos = now;
    ProducerLife next;
    try {
      next = new ProducerLife(topic, settings, listener);
    } catch (KafkaException e) {
      throw new WalUnavailableException("cannot make a Kafka producer: " + e, false, e);
    }
    if (before != null) {
      before.closeLater();
      listener.producerReplaced();
    }
    return next;
  }

  /** Waits for what was appended, at most the delivery timeout. Later appends fail. */
  @Override
  public void close() {
    ProducerLife last;
    synchronized (this) {
      closed = true;
      last = producer;
      producer = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
