package io.entdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services in all states, over real connections. */
@Timeout(30)
final class MetricsPagesTest {
  private final MetricsPages pages = new MetricsPages(Duration.ofSeconds(1));

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static HttpServer serve(int status, String page) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  @Test
  void aServiceThatIsWellShowsItsPage() throws Exception {
    HttpServer server = serve(200, "up 1\n");
    try {
      assertThat(pages.read(address(server.getAddress().getPort()))).isEqualTo("up 1\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServiceThatAnswersSomethingElseIsNamed() throws Exception {
    HttpServer server = serve(503, "starting\n");
    try {
      assertThatThrownBy(() -> pages.read(address(server.getAddress().getPort())))
          .isInstanceOf(CliException.class)
          .hasMessage("/metrics answers with status 503");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothingThere() throws Exception {
    int port;
    try (ServerSocket closed = listen()) {
      port = closed.getLocalPort();
    }
    assertThatThrownBy(() -> pages.read(address(port)))
        .isInstanceOf(CliException.class)
        .hasMessage("nothing listens there");
  }

  @Test
  void aNameThatNoHostHas() {
    assertThatThrownBy(() -> pages.read("api-gateway.invalid:9090"))
        .isInstanceOf(CliException.class)
        .hasMessage("no host has this name");
  }

  /** As a process that is stopped does: the system takes the connection, nobody else does. */
  @Test
  void aServiceThatHangs() throws Exception {
    try (ServerSocket hanging = listen()) {
      assertThatThrownBy(() -> pages.read(address(hanging.getLocalPort())))
          .isInstanceOf(CliException.class)
          .hasMessage("no answer in 1 s");
    }
  }

  @Test
  void aServiceThatStopsInTheMiddleOfItsPage() throws Exception {
    try (ServerSocket server = listen()) {
      Thread answering =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = server.accept()) {
                      socket
                          .getOutputStream()
                          .write(
                              "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nup 1\n"
                                  .getBytes(StandardCharsets.US_ASCII));
                      Thread.sleep(Duration.ofSeconds(25));
                    } catch (IOException | InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThatThrownBy(() -> pages.read(address(server.getLocalPort())))
          .isInstanceOf(CliException.class)
          .hasMessage("no answer in 1 s");
      answering.interrupt();
      answering.join();
    }
  }
}
