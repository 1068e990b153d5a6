package io.entdb.service.metrics;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gives scrapers that read OpenMetrics that form: the only one with exemplars. By itself the
 * framework gives plain text to everybody who takes it at all, as Prometheus always does.
 */
@ApplicationScoped
public class ScrapeFormat {
  private static final String PATH = "/metrics";
  private static final String ACCEPT = "Accept";
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String ANYTHING = "*/*";

  void route(@Observes ManagementInterface management) {
    management.router().route(PATH).order(Integer.MIN_VALUE).handler(ScrapeFormat::prefer);
  }

  private static void prefer(RoutingContext context) {
    HttpServerRequest request = context.request();
    String accepted = request.getHeader(ACCEPT);
    if (accepted != null && accepted.contains(OPEN_METRICS)) {
      request.headers().set(ACCEPT, ANYTHING); // To which the framework's answer is OpenMetrics.
    }
    context.next();
  }
}
