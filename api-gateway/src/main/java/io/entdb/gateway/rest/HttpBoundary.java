package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to every request before and after the resources: its id, its size limit, its
 * metrics, and a JSON answer where no resource was reached.
 */
@ApplicationScoped
public class HttpBoundary {
  /** Taken from the client or made, and always answered. */
  static final String REQUEST_ID = "X-Request-ID";

  /** Under this key a resource leaves its route's template. */
  static final String ENDPOINT = "entdb.endpoint";

  private static final int PRIORITY = 1_000;
  private static final Pattern CLIENTS_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private final GatewayMetrics metrics;

  HttpBoundary(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  void filter(@Observes Filters filters) {
    filters.register(this::enter, PRIORITY);
  }

  void route(@Observes Router router) {
    router.errorHandler(
        404, context -> fail(context, ApiException.notFound("there is no such resource")));
    router.errorHandler(
        405,
        context ->
            fail(
                context,
                new ApiException(ErrorCode.METHOD_NOT_ALLOWED, "the resource has no such method")));
    router.errorHandler(413, context -> fail(context, JsonBody.tooLarge()));
    router.errorHandler(
        400, context -> fail(context, ApiException.invalidRequest("the request cannot be read")));
  }

  private void enter(RoutingContext context) {
    String id = requestId(context.request().getHeader(REQUEST_ID));
    context.response().putHeader(REQUEST_ID, id);
    long start = System.nanoTime();
    context.addEndHandler(
        _ ->
            metrics.answered(
                endpoint(context),
                method(context),
                context.response().getStatusCode(),
                Duration.ofNanos(System.nanoTime() - start)));
    if (announcesTooMuch(context.request().getHeader("Content-Length"))) {
      // The rest of the body is not worth reading.
      context.response().putHeader("Connection", "close");
      fail(context, JsonBody.tooLarge());
      return;
    }
    context.next();
  }

  private static String requestId(@Nullable String given) {
    if (given != null && CLIENTS_ID.matcher(given).matches()) {
      return given;
    }
    byte[] random = new byte[12];
    ThreadLocalRandom.current().nextBytes(random);
    return "req_" + HexFormat.of().formatHex(random);
  }

  private static boolean announcesTooMuch(@Nullable String contentLength) {
    try {
      return contentLength != null && Long.parseLong(contentLength) > JsonBody.BYTES_MAX;
    } catch (NumberFormatException e) {
      return false; // The server refuses it for what it is.
    }
  }

  private void fail(RoutingContext context, ApiException e) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    metrics.failed(e.code());
    context
        .response()
        .setStatusCode(Answers.status(e.code()))
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(Answers.bytes(Answers.toJson(e))));
  }

  private static String endpoint(RoutingContext context) {
    String endpoint = context.get(ENDPOINT);
    return endpoint == null ? "other" : endpoint;
  }

  /** Methods that the service knows; others could be anything. */
  private static String method(RoutingContext context) {
    String method = context.request().method().name();
    return switch (method) {
      case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" -> method;
      default -> "other";
    };
  }
}
