package io.entdb.gateway.api;

import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request that ends without what it asked for, in the terms of the public API. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String text;
  private final transient SortedMap<String, JsonValue> details = new TreeMap<>();
  private transient Optional<Duration> retryAfter = Optional.empty();
  private transient Optional<String> redirectNode = Optional.empty();

  public ApiException(ErrorCode code, String text) {
    super(text);
    this.code = code;
    this.text = text;
  }

  public ApiException(ErrorCode code, String text, @Nullable Throwable cause) {
    super(text, cause);
    this.code = code;
    this.text = text;
  }

  /** A malformed request. */
  public static ApiException invalidRequest(String text) {
    return new ApiException(ErrorCode.INVALID_REQUEST, text);
  }

  /** A request against the schema or a rule. */
  public static ApiException validation(String text) {
    return new ApiException(ErrorCode.VALIDATION_ERROR, text);
  }

  public static ApiException notFound(String text) {
    return new ApiException(ErrorCode.NOT_FOUND, text);
  }

  public static ApiException forbidden(String text) {
    return new ApiException(ErrorCode.FORBIDDEN, text);
  }

  public static ApiException unavailable(String text) {
    return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, text);
  }

  /** A request for a tenant that another node serves, in the words that clients know. */
  public static ApiException misdirected(TenantId tenant, String node) {
    var e =
        new ApiException(
            ErrorCode.MISDIRECTED_REQUEST,
            "tenant \"" + tenant + "\" is not served by this node (try node " + node + ")");
    e.redirectNode = Optional.of(node);
    return e.with("tenant_id", tenant.value()).with("node", node);
  }

  /** The same in other words. */
  public ApiException saying(String words) {
    var other = new ApiException(code, words, this);
    other.details.putAll(details);
    other.retryAfter = retryAfter;
    other.redirectNode = redirectNode;
    return other;
  }

  /** Adds a detail for programs. */
  public ApiException with(String name, JsonValue value) {
    details.put(name, value);
    return this;
  }

  /** Adds a detail for programs. */
  public ApiException with(String name, String value) {
    return with(name, new JsonValue.Text(value));
  }

  /** Says when it is worth asking again. */
  public ApiException retryAfter(Duration duration) {
    retryAfter = Optional.of(duration);
    return this;
  }

  public ErrorCode code() {
    return code;
  }

  /** What went wrong; never null. */
  @Override
  public String getMessage() {
    return text;
  }

  public SortedMap<String, JsonValue> details() {
    return new TreeMap<>(details);
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** The node to ask instead. */
  public Optional<String> redirectNode() {
    return redirectNode;
  }
}
