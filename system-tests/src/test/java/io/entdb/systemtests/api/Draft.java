package io.entdb.systemtests.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/** A request that is being spoilt. */
final class Draft {
  /** Longer request lines are refused below the API. */
  private static final int HEAD_CHARS_MAX = 30_000;

  String method;

  /** As it goes over the wire. */
  String path;

  final Map<String, String> query = new TreeMap<>();
  final Map<String, String> headers = new TreeMap<>();
  byte[] body;

  /** Whether somebody broke it as an HTTP request. */
  boolean broken;

  Draft(String method, String path, byte[] body) {
    this.method = method;
    this.path = path;
    this.body = body;
    headers.put("Host", "localhost");
    headers.put("Connection", "close");
    headers.put("Content-Type", "application/json");
  }

  Draft query(String name, String value) {
    query.put(name, value);
    return this;
  }

  Draft header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Whether it is a well-formed HTTP request of ordinary size, whatever it says. */
  boolean isHttp() {
    return !broken && head().length() < HEAD_CHARS_MAX;
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head().getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private String head() {
    var head = new StringBuilder(method).append(' ').append(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      head.append(separator).append(encoded(parameter.getKey())).append('=');
      head.append(encoded(parameter.getValue()));
      separator = '&';
    }
    head.append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (!headers.containsKey("Content-Length") && !headers.containsKey("Transfer-Encoding")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Percent-encodes everything but letters and digits. */
  static String encoded(String text) {
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  /** The beginning, for messages. */
  @Override
  public String toString() {
    String text = new String(bytes(), UTF_8);
    return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
  }
}
