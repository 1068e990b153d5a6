package io.entdb.gateway.log;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.service.traces.RecordTraces;
import io.entdb.wal.producer.WalUnavailableException;
import io.entdb.wal.producer.WalWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Puts records into the log and answers once all in-sync replicas have them. */
public final class LogAppender {
  /** The rules that records are stamped with. */
  public static final int RULES_VERSION = 1;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final WalWriter writer;
  private final RecordTraces traces;

  public LogAppender(WalWriter writer, RecordTraces traces) {
    this.writer = writer;
    this.traces = traces;
  }

  /**
   * Where a record goes.
   *
   * @param incarnation the life of the tenant that it is for
   */
  public record Target(TenantId tenant, int partition, long incarnation) {
    /** The directory, which has one life and lives alone on partition 0. */
    public static final Target SYSTEM = new Target(TenantId.SYSTEM, 0, 1);
  }

  /**
   * Appends a record.
   *
   * @throws ApiException PAYLOAD_TOO_LARGE, or SERVICE_UNAVAILABLE when the log did not acknowledge
   *     it; the text says whether it may be there nevertheless
   */
  public WalPosition append(
      Target target,
      Caller caller,
      IdempotencyKey key,
      RequestHash hash,
      List<? extends Operation> operations) {
    var record =
        new WalRecord(
            RULES_VERSION,
            target.tenant(),
            target.incarnation(),
            caller.actor(),
            caller.authority(),
            key,
            hash,
            "",
            List.copyOf(operations));
    byte[] bytes = RecordCodec.encode(record);
    if (bytes.length > Limits.PLAN_BYTES_MAX) {
      throw tooLarge("the plan takes " + bytes.length + " bytes when encoded; at most ");
    }
    try (var publication = traces.publish(target.tenant(), target.partition())) {
      try {
        return writer
            .append(target.partition(), target.tenant(), bytes, publication.headers())
            .get();
      } catch (ExecutionException e) {
        publication.failed(e);
        throw failed(e.getCause(), key);
      } catch (InterruptedException e) {
        publication.failed(e);
        Thread.currentThread().interrupt();
        throw unknown("the service is stopping", key, e);
      }
    }
  }

  private static ApiException failed(@Nullable Throwable cause, IdempotencyKey key) {
    if (cause instanceof InvalidException) {
      return tooLarge("the log takes no plan of this size; at most ");
    }
    if (cause instanceof WalUnavailableException e && !e.outcomeUnknown()) {
      return new ApiException(
              ErrorCode.SERVICE_UNAVAILABLE,
              "the log cannot be reached; nothing was written, repeat the request",
              e)
          .with("outcome", "NOT_WRITTEN")
          .with("idempotency_key", key.value())
          .retryAfter(SOON);
    }
    return unknown("the log did not acknowledge the plan in time", key, cause);
  }

  private static ApiException unknown(String why, IdempotencyKey key, @Nullable Throwable cause) {
    return new ApiException(
            ErrorCode.SERVICE_UNAVAILABLE,
            why
                + ": whether it was written is unknown; repeat the request with the same"
                + " idempotency key, and it happens once",
            cause)
        .with("outcome", "UNKNOWN")
        .with("idempotency_key", key.value())
        .retryAfter(SOON);
  }

  private static ApiException tooLarge(String start) {
    return new ApiException(
        ErrorCode.PAYLOAD_TOO_LARGE, start + Limits.PLAN_BYTES_MAX + " are allowed");
  }
}
