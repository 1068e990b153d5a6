package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.json.JsonValue;
import io.grpc.Metadata;
import io.grpc.Status;

/** Failures as gRPC clients know them. */
final class Statuses {
  /** Whole seconds after which it is worth asking again. */
  static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

  /** The node that serves the tenant. */
  static final Metadata.Key<String> REDIRECT_NODE =
      Metadata.Key.of("entdb-redirect-node", Metadata.ASCII_STRING_MARSHALLER);

  private Statuses() {}

  static Status of(ApiException e) {
    return status(e).withDescription(e.getMessage());
  }

  private static Status status(ApiException e) {
    return switch (e.code()) {
      case INVALID_REQUEST, VALIDATION_ERROR, METHOD_NOT_ALLOWED -> Status.INVALID_ARGUMENT;
      case NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> Status.INVALID_ARGUMENT;
      case UNAUTHORIZED -> Status.UNAUTHENTICATED;
      case FORBIDDEN -> Status.PERMISSION_DENIED;
      case NOT_FOUND -> Status.NOT_FOUND;
      case CONFLICT -> isTaken(e) ? Status.ALREADY_EXISTS : Status.FAILED_PRECONDITION;
      case UNIQUE_VIOLATION -> Status.ALREADY_EXISTS;
      // Not ALREADY_EXISTS: clients take that for a unique violation.
      case IDEMPOTENCY_KEY_REUSED, SCHEMA_INCOMPATIBLE -> Status.FAILED_PRECONDITION;
      case PAYLOAD_TOO_LARGE, RATE_LIMITED -> Status.RESOURCE_EXHAUSTED;
      case READ_TIMEOUT -> Status.DEADLINE_EXCEEDED;
      case POSITION_GONE -> Status.OUT_OF_RANGE;
      case INTERNAL_ERROR -> Status.INTERNAL;
      case NOT_IMPLEMENTED -> Status.UNIMPLEMENTED;
      case SERVICE_UNAVAILABLE, HYDRATING, TENANT_PARKED, MISDIRECTED_REQUEST -> Status.UNAVAILABLE;
    };
  }

  /** Whether an id stands against it, rather than a version or a state. */
  private static boolean isTaken(ApiException e) {
    return e.details().get("reason") instanceof JsonValue.Text(String reason)
        && reason.equals("ALREADY_EXISTS");
  }

  static Metadata trailers(ApiException e) {
    var trailers = new Metadata();
    e.retryAfter()
        .ifPresent(
            after -> {
              long seconds = Math.max(1, (after.toMillis() + 999) / 1000);
              trailers.put(RETRY_AFTER, Long.toString(seconds));
            });
    e.redirectNode().ifPresent(node -> trailers.put(REDIRECT_NODE, node));
    return trailers;
  }
}
