package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Answers as JSON. */
public final class Answers {
  /** Set when an answer is older than the caller may expect. */
  static final String STALE = "X-EntDB-Stale";

  /** The node that serves the tenant. */
  static final String REDIRECT_NODE = "entdb-redirect-node";

  private Answers() {}

  static Response of(int status, JsonValue json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(bytes(json))
        .build();
  }

  static Response ok(Map<String, JsonValue> members) {
    return of(200, JsonValue.Obj.of(members));
  }

  /** An answer that says so when it is stale. */
  static Response ok(Map<String, JsonValue> members, boolean stale) {
    if (!stale) {
      return ok(members);
    }
    var marked = new TreeMap<>(members);
    marked.put("stale", new JsonValue.Bool(true));
    return Response.fromResponse(ok(marked)).header(STALE, "true").build();
  }

  static byte[] bytes(JsonValue json) {
    return JsonWriter.canonical(json).getBytes(StandardCharsets.UTF_8);
  }

  /** The answer to a request that failed. */
  static Response error(ApiException e) {
    Response.ResponseBuilder response = Response.fromResponse(of(status(e.code()), toJson(e)));
    e.retryAfter().ifPresent(after -> response.header("Retry-After", seconds(after.toMillis())));
    e.redirectNode().ifPresent(node -> response.header(REDIRECT_NODE, node));
    return response.build();
  }

  /** Whole seconds, rounded up, at least one. */
  private static long seconds(long millis) {
    return Math.max(1, (millis + 999) / 1000);
  }

  /** {@code {"error": {code, message, details}}}. */
  public static JsonValue toJson(ApiException e) {
    return JsonValue.Obj.of(Map.of("error", content(e)));
  }

  /** What stands under {@code error}. */
  static JsonValue content(ApiException e) {
    return JsonValue.Obj.of(
        Map.of(
            "code", new JsonValue.Text(e.code().name()),
            "message", new JsonValue.Text(e.getMessage()),
            "details", JsonValue.Obj.of(e.details())));
  }

  /** The HTTP status of an error. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST, VALIDATION_ERROR -> 400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case CONFLICT, UNIQUE_VIOLATION, IDEMPOTENCY_KEY_REUSED, SCHEMA_INCOMPATIBLE -> 409;
      case POSITION_GONE -> 410;
      case PAYLOAD_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case MISDIRECTED_REQUEST -> 421;
      case RATE_LIMITED -> 429;
      case INTERNAL_ERROR -> 500;
      case NOT_IMPLEMENTED -> 501;
      case SERVICE_UNAVAILABLE, HYDRATING, TENANT_PARKED -> 503;
      case READ_TIMEOUT -> 504;
    };
  }
}
