package io.entdb.benchmarks.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Those who look at a running system: a collector that takes traces, and a scraper. */
final class Watchers implements AutoCloseable {
  /** As often as {@code deploy/prometheus/prometheus.yml} says. */
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

  private final HttpServer collector;
  private final AtomicLong exports = new AtomicLong();
  private final AtomicLong scrapes = new AtomicLong();
  private final HttpClient scraper = HttpClient.newHttpClient();

  /** How long the service behind a page has worked since the page was read. */
  private final Map<URI, Duration> unread = new HashMap<>();

  private Watchers(HttpServer collector) {
    this.collector = collector;
  }

  static Watchers start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var watchers = new Watchers(server);
    server.createContext("/", watchers::take);
    server.start();
    return watchers;
  }

  URI collector() {
    return URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
  }

  long exports() {
    return exports.get();
  }

  long scrapes() {
    return scrapes.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var _ = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, -1);
      exports.incrementAndGet();
    }
  }

  /**
   * Reads a page of metrics, beside what its service does now, if it has worked long enough since
   * the last time.
   *
   * @param work how long it is going to work now
   */
  void scrapeWhenDue(URI page, Duration work) {
    Duration worked = unread.merge(page, work, Duration::plus);
    if (worked.compareTo(SCRAPE_INTERVAL) < 0) {
      return;
    }
    unread.put(page, Duration.ZERO);
    HttpRequest request = HttpRequest.newBuilder(page).build();
    var _ =
        scraper
            .sendAsync(request, BodyHandlers.ofString())
            .thenAccept(
                answer -> {
                  if (answer.statusCode() == 200) {
                    scrapes.incrementAndGet();
                  }
                });
  }

  @Override
  public void close() {
    scraper.close();
    collector.stop(0);
  }
}
