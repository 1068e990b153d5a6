package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.model.InvalidException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure as the one form of error that clients know. */
public final class ErrorMappers {
  /** How near to the top of a trace the reading of a media type stands. */
  private static final int MEDIA_TYPE_FRAMES = 6;

  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  private final GatewayMetrics metrics;

  ErrorMappers(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  @ServerExceptionMapper
  Response api(ApiException e) {
    return answer(e);
  }

  @ServerExceptionMapper
  Response invalid(InvalidException e) {
    return answer(ApiException.invalidRequest(e.getMessage()));
  }

  /** What the framework refuses before any of our code runs: routes, methods, media types. */
  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    Response framework = e.getResponse();
    ApiException error =
        switch (framework.getStatus()) {
          case 404 -> ApiException.notFound("there is no such resource");
          case 405 ->
              new ApiException(ErrorCode.METHOD_NOT_ALLOWED, "the resource has no such method");
          case 406 ->
              new ApiException(ErrorCode.NOT_ACCEPTABLE, "answers are application/json only");
          case 413 -> JsonBody.tooLarge();
          case 415 ->
              new ApiException(
                  ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body is not application/json");
          default ->
              framework.getStatus() >= 500
                  ? internal(e)
                  : ApiException.invalidRequest("the request cannot be read");
        };
    Response.ResponseBuilder answer = Response.fromResponse(answer(error));
    Object allow = framework.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    return answer(
        isOfMediaType(e)
            ? new ApiException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type or Accept is no media type")
            : internal(e));
  }

  /** Where a path has several forms, the framework reads headers that it otherwise leaves alone. */
  private static boolean isOfMediaType(Throwable e) {
    return e instanceof RuntimeException
        && Arrays.stream(e.getStackTrace())
            .limit(MEDIA_TYPE_FRAMES)
            .anyMatch(frame -> frame.getClassName().contains("MediaType"));
  }

  private Response answer(ApiException e) {
    metrics.failed(e.code());
    return Answers.error(e);
  }

  /** Tells the log everything and the client nothing. */
  private static ApiException internal(Throwable e) {
    LOG.error("a request failed by a fault of ours", e);
    return new ApiException(ErrorCode.INTERNAL_ERROR, "internal error");
  }
}
