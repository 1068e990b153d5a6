package io.entdb.gateway.api;

import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.time.Duration;

/** Stored refusals in the terms of the public API. */
public final class Refusals {
  private Refusals() {}

  /** What a client is told of a refused plan. */
  public static ApiException toException(Outcome.Refused refused) {
    var exception = new ApiException(code(refused.code()), refused.message());
    refused.details().forEach(exception::with);
    String retryAfter = refused.details().get("retry_after_ms");
    if (retryAfter != null) {
      exception.retryAfter(Duration.ofMillis(Long.parseLong(retryAfter)));
    }
    if (refused.opIndex() >= 0) {
      exception.with("op_index", JsonValue.Num.of(refused.opIndex()));
    }
    return exception.with("reason", refused.code().name());
  }

  private static ErrorCode code(RefusalCode code) {
    return switch (code) {
      case VALIDATION_ERROR -> ErrorCode.VALIDATION_ERROR;
      case FORBIDDEN -> ErrorCode.FORBIDDEN;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS, VERSION_MISMATCH, PRECONDITION_FAILED -> ErrorCode.CONFLICT;
      case TENANT_CLOSED, LAST_OWNER -> ErrorCode.CONFLICT;
      case QUOTA_EXCEEDED -> ErrorCode.RATE_LIMITED;
      case UNIQUE_VIOLATION -> ErrorCode.UNIQUE_VIOLATION;
      case SCHEMA_INCOMPATIBLE -> ErrorCode.SCHEMA_INCOMPATIBLE;
      case IDEMPOTENCY_KEY_REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
    };
  }
}
