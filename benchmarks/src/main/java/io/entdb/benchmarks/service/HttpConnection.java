package io.entdb.benchmarks.service;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 connection, kept alive, one request at a time: as little as a client can do, because
 * what it does takes time from what is measured.
 */
final class HttpConnection implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final String host;
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private byte[] received = new byte[8_192];
  private int end;

  /** An answer. */
  record Answer(int status, String body) {}

  HttpConnection(URI server) throws IOException {
    host = server.getHost() + ":" + server.getPort();
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MS);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  Answer get(String path, String headers) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
  }

  Answer withBody(String method, String path, String headers, String body) throws IOException {
    return send(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n"
            + headers
            + "\r\n"
            + body);
  }

  private Answer send(String request) throws IOException {
    out.write(request.getBytes(StandardCharsets.UTF_8));
    out.flush();
    end = 0;
    int bodyStart = -1;
    int searched = 0;
    while (bodyStart < 0) {
      receive();
      bodyStart = endOfHead(searched);
      searched = Math.max(0, end - 3);
    }
    String head = new String(received, 0, bodyStart, StandardCharsets.ISO_8859_1);
    int length = contentLength(head);
    while (end < bodyStart + length) {
      receive();
    }
    return new Answer(
        Integer.parseInt(head, 9, 12, 10),
        new String(received, bodyStart, length, StandardCharsets.UTF_8));
  }

  private void receive() throws IOException {
    if (end == received.length) {
      received = Arrays.copyOf(received, 2 * received.length);
    }
    int count = in.read(received, end, received.length - end);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    end += count;
  }

  private int endOfHead(int from) {
    for (int i = from; i + 3 < end; i++) {
      if (received[i] == '\r'
          && received[i + 1] == '\n'
          && received[i + 2] == '\r'
          && received[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int contentLength(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    int name = lower.indexOf("\r\ncontent-length:");
    if (name < 0) {
      throw new IOException("an answer without Content-Length: " + head);
    }
    int start = name + "\r\ncontent-length:".length();
    return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
