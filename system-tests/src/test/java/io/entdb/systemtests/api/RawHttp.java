package io.entdb.systemtests.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 without manners: sends whatever bytes, one connection each, and reads what comes. */
final class RawHttp {
  /** Longer than any wait that a request can ask for in these tests. */
  private static final int PATIENCE_MS = 20_000;

  private RawHttp() {}

  /**
   * What came back.
   *
   * @param status 0 = the server hung up without an answer
   * @param headers by name in lower case
   */
  record Reply(int status, Map<String, String> headers, String body) {
    static final Reply NONE = new Reply(0, Map.of(), "");
  }

  /** Sends bytes and reads until the server closes the connection. */
  static Reply exchange(URI server, byte[] request) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
      } catch (IOException e) {
        // A server that answers before it has read everything may close its end; read the answer.
      }
      return parse(readAll(socket));
    }
  }

  private static byte[] readAll(Socket socket) throws IOException {
    var bytes = new byte[1 << 16];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      int read;
      try {
        read = socket.getInputStream().read(bytes, length, bytes.length - length);
      } catch (SocketException e) {
        read = -1; // Reset: nothing more comes.
      }
      if (read < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += read;
    }
  }

  private static Reply parse(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return Reply.NONE;
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    if (status == 100) { // Not the answer yet.
      return parse(Arrays.copyOfRange(bytes, end + 4, bytes.length));
    }
    String body = text.substring(end + 4);
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      body = unchunked(body);
    }
    return new Reply(status, headers, new String(body.getBytes(ISO_8859_1), UTF_8));
  }

  private static String unchunked(String chunks) {
    var body = new StringBuilder();
    int at = 0;
    while (at < chunks.length()) {
      int line = chunks.indexOf("\r\n", at);
      if (line < 0) {
        break;
      }
      int size = Integer.parseInt(chunks.substring(at, line).strip(), 16);
      body.append(chunks, line + 2, Math.min(chunks.length(), line + 2 + size));
      at = line + 2 + size + 2;
      if (size == 0) {
        break;
      }
    }
    return body.toString();
  }
}
