package io.entdb.systemtests.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes traces as a collector does: OTLP as protobuf over HTTP, at {@code /v1/traces}. */
public final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /** A span, as far as tests look at it. */
  public record Span(
      String service, String traceId, String spanId, String parentId, String name, long kind) {
    /** Kinds are OTLP's numbers. */
    public static final long SERVER = 2;

    public static final long PRODUCER = 4;
    public static final long CONSUMER = 5;
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  /** Listens at a free port of this machine. */
  public static OtlpReceiver start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var receiver = new OtlpReceiver(server);
    server.createContext("/v1/traces", receiver::take);
    server.start();
    return receiver;
  }

  /** What to give services as their endpoint. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All spans so far of one trace. */
  public List<Span> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody();
        InputStream in =
            "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body) {
      // Read by field numbers, as the format's specification names them.
      for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(in), 1)) {
        String service = service(resource);
        for (UnknownFieldSet scope : messages(resource, 2)) {
          for (UnknownFieldSet span : messages(scope, 2)) {
            spans.add(span(service, span));
          }
        }
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String service(UnknownFieldSet resource) throws IOException {
    for (UnknownFieldSet description : messages(resource, 1)) {
      for (UnknownFieldSet attribute : messages(description, 1)) {
        if (text(attribute, 1).equals("service.name")) {
          return text(messages(attribute, 2).getFirst(), 1);
        }
      }
    }
    return "";
  }

  private static Span span(String service, UnknownFieldSet span) {
    return new Span(
        service,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(span, 5),
        span.getField(6).getVarintList().stream().findFirst().orElse(0L));
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) throws IOException {
    var messages = new java.util.ArrayList<UnknownFieldSet>();
    for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static ByteString bytes(UnknownFieldSet of, int field) {
    return of.getField(field).getLengthDelimitedList().stream()
        .findFirst()
        .orElse(ByteString.EMPTY);
  }

  private static String text(UnknownFieldSet of, int field) {
    return bytes(of, field).toStringUtf8();
  }

  private static String hex(UnknownFieldSet of, int field) {
    return HexFormat.of().formatHex(bytes(of, field).toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
