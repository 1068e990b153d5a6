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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Those who look at a running system: a collector that takes traces, and a scraper. */
final class Watchers implements AutoCloseable {
  /** Three times as often as operators are told to. */
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(5);

  private final HttpServer collector;
  private final AtomicLong exports = new AtomicLong();
  private final AtomicLong scrapes = new AtomicLong();
  private final List<Thread> scraping = new ArrayList<>();

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

  /** Reads a page of metrics again and again until the end. */
  void scrape(URI page) {
    scraping.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try (HttpClient client = HttpClient.newHttpClient()) {
                    HttpRequest request = HttpRequest.newBuilder(page).build();
                    while (!Thread.currentThread().isInterrupted()) {
                      if (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
                        scrapes.incrementAndGet();
                      }
                      Thread.sleep(SCRAPE_INTERVAL);
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e); // Too few scrapes are noticed.
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  @Override
  public void close() {
    scraping.forEach(Thread::interrupt);
    collector.stop(0);
  }
}
