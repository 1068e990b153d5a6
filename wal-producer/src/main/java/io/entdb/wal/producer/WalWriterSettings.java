package io.entdb.wal.producer;

import java.time.Duration;

/**
 * How records are sent.
 *
 * @param linger how long a record waits for others to share its batch with: 0 to 2 ms; more is
 *     added to every write's latency
 * @param deliveryTimeout after how long without acknowledgement a record is given up
 * @param requestTimeout after how long without answer one request is repeated; at most the delivery
 *     timeout less the linger
 * @param maxBlock how long {@link WalWriter#append} may block for metadata or a full buffer
 * @param bufferBytes most bytes that wait to be sent
 */
public record WalWriterSettings(
    Duration linger,
    Duration deliveryTimeout,
    Duration requestTimeout,
    Duration maxBlock,
    long bufferBytes) {
  public WalWriterSettings {
    if (deliveryTimeout.compareTo(requestTimeout.plus(linger)) < 0) {
      throw new IllegalArgumentException(
          "delivery timeout %s must be at least request timeout %s plus linger %s"
              .formatted(deliveryTimeout, requestTimeout, linger));
    }
  }

  /** 1 ms linger, 10 s delivery, 4 s requests, 2 s blocking, 32 MiB of buffer. */
  public static WalWriterSettings defaults() {
    return new WalWriterSettings(
        Duration.ofMillis(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        32L * 1024 * 1024);
  }
}
