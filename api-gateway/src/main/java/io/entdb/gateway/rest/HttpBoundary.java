package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.gateway.requests.RequestFacts.Protocol;
import io.entdb.gateway.requests.RequestIds;
import io.entdb.gateway.requests.RequestSpans;
import io.entdb.gateway.requests.RequestWatch;
import io.opentelemetry.context.Scope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to every request before and after the resources: its id, its size limit, what is
 * told of it, and a JSON answer where no resource was reached.
 */
@ApplicationScoped
public class HttpBoundary {
  /** Under this key a request's facts are kept. */
  private static final String FACTS = "entdb.facts";

  private static final int PRIORITY = 1_000;

  private final GatewayMetrics metrics;
  private final RequestWatch watch;

  HttpBoundary(GatewayMetrics metrics, RequestWatch watch) {
    this.metrics = metrics;
    this.watch = watch;
  }

  /** What is known of a request. */
  static RequestFacts facts(RoutingContext context) {
    RequestFacts facts = context.get(FACTS);
    if (facts == null) {
      throw new IllegalStateException("nobody saw the beginning of " + context.normalizedPath());
    }
    return facts;
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
    String id = RequestIds.of(context.request().getHeader(RequestIds.HEADER));
    var facts =
        new RequestFacts(
            Protocol.REST,
            id,
            method(context),
            endpoint(context),
            RequestSpans.caller(context.request()::getHeader));
    facts.nameLines();
    context.put(FACTS, facts);
    context.response().putHeader(RequestIds.HEADER, id);
    watch.begun(facts);
    if (facts.isTraced()) {
      trace(context, facts);
    }
    context.addEndHandler(
        _ -> watch.answered(facts, Integer.toString(context.response().getStatusCode())));
    if (announcesTooMuch(context.request().getHeader("Content-Length"))) {
      // The rest of the body is not worth reading.
      context.response().putHeader("Connection", "close");
      fail(context, JsonBody.tooLarge());
      return;
    }
    context.next();
  }

  /**
   * Makes the trace known to all that is done for a request, by the context of Vert.x that ends
   * with it; and tells the trace what only HTTP knows.
   */
  @SuppressWarnings("MustBeClosedChecker") // Closed by the handler, in another thread.
  private static void trace(RoutingContext context, RequestFacts facts) {
    HttpServerRequest request = context.request();
    facts
        .span()
        .setAttribute("url.scheme", request.scheme())
        .setAttribute("url.path", Objects.requireNonNullElse(request.path(), ""));
    Scope scope = facts.trace().makeCurrent();
    context.addEndHandler(_ -> scope.close());
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

  /** As far as it is known before a route is found. */
  private static String endpoint(RoutingContext context) {
    @Nullable String path = context.request().path(); // Of some methods' targets there is none.
    return path != null && RequestWatch.isProbe(path) ? path : RequestFacts.OTHER;
  }

  /** Methods that the service knows; others could be anything. */
  private static String method(RoutingContext context) {
    String method = context.request().method().name();
    return switch (method) {
      case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" -> method;
      default -> RequestFacts.OTHER;
    };
  }
}
