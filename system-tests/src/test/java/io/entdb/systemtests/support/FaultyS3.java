package io.entdb.systemtests.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy before an S3 server that refuses calls, delays them, cuts them off in the middle,
 * and loses answers. Signatures stay valid: requests are passed on as they came.
 */
public final class FaultyS3 implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SplittableRandom random;
  private int turn;
  private final Map<Fault, Integer> done = new ConcurrentHashMap<>();
  private volatile @Nullable URI target;
  private volatile int oneOf;
  private volatile boolean away;

  /** What becomes of a call. */
  public enum Fault {
    NONE,
    /** Answered with 503, not passed on. */
    REFUSED,
    /** Passed on after a second or less. */
    DELAYED,
    /** Half of its body is passed on, then both connections are cut. */
    HALF_WRITTEN,
    /** Passed on; the answer is lost. */
    ANSWER_LOST
  }

  private FaultyS3(HttpServer server, SplittableRandom random) {
    this.server = server;
    this.random = random;
  }

  /** Starts, with nothing to pass calls on to yet. */
  public static FaultyS3 start(SplittableRandom random) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var proxy = new FaultyS3(HttpServer.create(address, 0), random);
      proxy.server.setExecutor(proxy.threads);
      proxy.server.createContext("/", proxy::handle);
      proxy.server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Where calls go. */
  public void passOnTo(URI s3) {
    target = s3;
  }

  /** From now on, one of so many calls goes wrong; 0 = none. */
  public void failOneOf(int calls) {
    oneOf = calls;
  }

  /** From now on, no call is answered but with 503. */
  public void setAway(boolean away) {
    this.away = away;
  }

  /** How often each thing happened. */
  public Map<Fault, Integer> done() {
    return Map.copyOf(done);
  }

  private synchronized Fault next() {
    if (away) {
      return Fault.REFUSED;
    }
    if (oneOf == 0 || random.nextInt(oneOf) != 0) {
      return Fault.NONE;
    }
    Fault[] faults = Fault.values();
    // In turn, so that a short run meets every kind.
    return faults[1 + turn++ % (faults.length - 1)];
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault fault = next();
    done.merge(fault, 1, Integer::sum);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      URI s3 = target;
      if (fault == Fault.REFUSED || s3 == null) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      if (fault == Fault.DELAYED) {
        Await.sleep(java.time.Duration.ofMillis(100 + ms()));
      }
      byte[] answer = passOn(s3, exchange, body, fault == Fault.HALF_WRITTEN);
      if (fault != Fault.ANSWER_LOST && fault != Fault.HALF_WRITTEN) {
        answer(exchange, answer);
      }
    }
  }

  private synchronized int ms() {
    return random.nextInt(900);
  }

  /** HTTP/1.0, so that the answer ends with the connection and is not in chunks. */
  private static byte[] passOn(URI s3, HttpExchange exchange, byte[] body, boolean half)
      throws IOException {
    var head = new StringBuilder();
    head.append(exchange.getRequestMethod()).append(' ');
    head.append(exchange.getRequestURI()).append(" HTTP/1.0\r\n");
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Expect") && !name.equalsIgnoreCase("Connection")) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
              }
            });
    head.append("Connection: close\r\n\r\n");
    try (var socket = new Socket(s3.getHost(), s3.getPort())) {
      socket.setSoTimeout(TIMEOUT_MS);
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(half ? Arrays.copyOf(body, body.length / 2) : body);
      out.flush();
      return half ? new byte[0] : socket.getInputStream().readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
    int end = headEnd(answer);
    String[] lines = new String(answer, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    int status = Integer.parseInt(lines[0].substring(9, 12));
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, Math.max(0, colon));
      if (colon > 0
          && !name.equalsIgnoreCase("Content-Length")
          && !name.equalsIgnoreCase("Connection")) {
        exchange.getResponseHeaders().add(name, lines[i].substring(colon + 1).strip());
      }
    }
    var body = new ByteArrayOutputStream();
    body.write(answer, end + 4, answer.length - end - 4);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", contentLength(lines));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
      body.writeTo(exchange.getResponseBody());
    }
  }

  private static String contentLength(String[] lines) {
    return Arrays.stream(lines)
        .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
        .map(line -> line.substring(15).strip())
        .findFirst()
        .orElse("0");
  }

  private static int headEnd(byte[] answer) throws IOException {
    for (int i = 0; i + 3 < answer.length; i++) {
      if (answer[i] == '\r' && answer[i + 1] == '\n' && answer[i + 2] == '\r') {
        return i;
      }
    }
    throw new IOException("the S3 server gave no answer");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
