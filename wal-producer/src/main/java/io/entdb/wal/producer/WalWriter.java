package io.entdb.wal.producer;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Appends records to the log. Callable from any thread; records of one thread keep their order. */
public final class WalWriter implements AutoCloseable {
  public WalWriter(WalTopic topic, WalWriterSettings settings, WalWriterListener listener) {}

  /**
   * Appends a record. Blocks only while the buffer is full or the partition is unknown, and at most
   * {@link WalWriterSettings#maxBlock}.
   *
   * @param value at most {@link io.entdb.model.Limits#RECORD_BYTES_MAX} less what the record's
   *     envelope takes
   * @return the position, once all in-sync replicas have the record. Ends exceptionally with {@link
   *     WalUnavailableException} (try again; may be in the log if the outcome is unknown) or {@link
   *     io.entdb.model.InvalidException} (too large, or no such partition; never sent)
   */
  public CompletableFuture<WalPosition> append(
      int partition, TenantId key, byte[] value, List<LogEntry.Header> headers) {
    return CompletableFuture.failedFuture(new WalUnavailableException("not yet", false));
  }

  /** Waits for what was appended, at most the delivery timeout. Later appends fail. */
  @Override
  public void close() {}
}
