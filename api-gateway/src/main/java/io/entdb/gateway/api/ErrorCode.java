package io.entdb.gateway.api;

/** What went wrong, as clients see it. The names are the public API: never change. */
public enum ErrorCode {
  /** The request is malformed. */
  INVALID_REQUEST,
  /** The request is against the schema or a rule. */
  VALIDATION_ERROR,
  UNAUTHORIZED,
  FORBIDDEN,
  NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  UNSUPPORTED_MEDIA_TYPE,
  /** A version, a precondition or an id stands against it. */
  CONFLICT,
  UNIQUE_VIOLATION,
  IDEMPOTENCY_KEY_REUSED,
  SCHEMA_INCOMPATIBLE,
  PAYLOAD_TOO_LARGE,
  /** A tenant or an actor sends more requests than are taken. */
  RATE_LIMITED,
  /** The position asked for was not reached in time. */
  READ_TIMEOUT,
  /** The change feed does not reach back to the position asked for; read everything anew. */
  POSITION_GONE,
  INTERNAL_ERROR,
  /** Of the public API, but not of this version. */
  NOT_IMPLEMENTED,
  /** Another node serves the tenant; ask that one. */
  MISDIRECTED_REQUEST,
  /** The log or the follower is out of reach; repeat with the same key. */
  SERVICE_UNAVAILABLE,
  /** The tenant's store is being built. */
  HYDRATING,
  /** The tenant stands at a record that this version cannot carry out. */
  TENANT_PARKED
}
