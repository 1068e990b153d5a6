package io.entdb.systemtests.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Spoils valid requests at random places. */
final class Spoiler {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW");

  private static final List<String> HEADERS =
      List.of(
          "X-Tenant-ID",
          "X-Actor",
          "X-Request-ID",
          "Content-Type",
          "Accept",
          "Authorization",
          "Accept-Encoding",
          "If-None-Match",
          "Content-Encoding",
          "Expect",
          "traceparent");

  private static final List<String> PARAMETERS =
      List.of(
          "type_id",
          "filter.mark",
          "filter.mark.like",
          "filter.counter.in",
          "filter.x.y.z",
          "order_by",
          "desc",
          "page_size",
          "page_token",
          "start",
          "include",
          "limit",
          "offset",
          "after",
          "keys",
          "count",
          "allow_stale",
          "edge_type",
          "depth",
          "q",
          "dry_run",
          "tenant_id",
          "actor",
          "value",
          "field");

  private final SplittableRandom random;
  private final Junk junk;

  Spoiler(SplittableRandom random) {
    this.random = random;
    this.junk = new Junk(random);
  }

  /** Spoils a request in up to three ways; now and then in none. */
  void spoil(Draft draft) {
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(14)) {
        case 0 -> draft.method = METHODS.get(random.nextInt(METHODS.size()));
        case 1 -> draft.path = spoiltPath(draft.path);
        case 2, 3 -> draft.query.put(one(PARAMETERS), junk.text());
        case 4 -> draft.headers.put(one(HEADERS), headerText());
        case 5 -> draft.headers.remove(one(List.copyOf(draft.headers.keySet())));
        case 6 -> draft.body = spoiltBytes(draft.body);
        case 7 -> spoilTransport(draft);
        default -> draft.body = spoiltJson(draft.body);
      }
    }
    draft.headers.putIfAbsent("Host", "localhost");
    draft.headers.put("Connection", "close");
    if (draft.query.containsKey("after")) {
      draft.query.put("wait_timeout_ms", "50");
    }
  }

  private String one(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private String spoiltPath(String path) {
    int last = path.lastIndexOf('/');
    return switch (random.nextInt(5)) {
      case 0 -> path + "/" + Draft.encoded(junk.text());
      case 1 -> path.substring(0, random.nextInt(1, path.length() + 1));
      case 2 -> path.replace("/v1", "/v2");
      case 3 -> path + "//..;/%2e%2e/";
      default -> path.substring(0, last + 1) + Draft.encoded(junk.text());
    };
  }

  /** Header values cannot hold everything; what they cannot is the transport's matter. */
  private String headerText() {
    return junk.text().replaceAll("[\\x00-\\x1f\\x7f-\\uffff]", "?");
  }

  private byte[] spoiltBytes(byte[] body) {
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
      case 1 -> with(body, (byte) 0xc0, (byte) 0xaf);
      case 2 -> (new String(body, UTF_8) + "}").getBytes(UTF_8);
      case 3 -> ("\ufeff" + new String(body, UTF_8)).getBytes(UTF_8);
      case 4 -> "{\"a\":1,\"a\":2}".getBytes(UTF_8);
      default -> "[".repeat(50_000).getBytes(UTF_8);
    };
  }

  private byte[] with(byte[] body, byte... inserted) {
    int at = random.nextInt(body.length + 1);
    var bytes = new byte[body.length + inserted.length];
    System.arraycopy(body, 0, bytes, 0, at);
    System.arraycopy(inserted, 0, bytes, at, inserted.length);
    System.arraycopy(body, at, bytes, at + inserted.length, body.length - at);
    return bytes;
  }

  private byte[] spoiltJson(byte[] body) {
    try {
      JsonNode json = Junk.JSON.readTree(body);
      var places = new ArrayList<JsonNode>();
      collect(json, places);
      if (places.isEmpty()) {
        return body;
      }
      switch (places.get(random.nextInt(places.size()))) {
        case ObjectNode object -> spoil(object);
        case ArrayNode array -> spoil(array);
        case JsonNode other -> throw new AssertionError(other);
      }
      return Junk.JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      return body; // Spoilt before.
    }
  }

  private static void collect(JsonNode json, List<JsonNode> places) {
    if (json.isContainerNode()) {
      places.add(json);
      json.forEach(child -> collect(child, places));
    }
  }

  private void spoil(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(6) == 0) {
      object.set(junk.text(), junk.value());
    } else if (random.nextInt(6) == 0) {
      object.remove(names.get(random.nextInt(names.size())));
    } else {
      object.set(names.get(random.nextInt(names.size())), junk.value());
    }
  }

  private void spoil(ArrayNode array) {
    if (array.isEmpty() || random.nextInt(3) == 0) {
      array.add(junk.value());
    } else {
      array.set(random.nextInt(array.size()), junk.value());
    }
  }

  /** Breaks HTTP itself; the server may hang up. */
  private void spoilTransport(Draft draft) {
    if (random.nextInt(4) != 0) {
      return;
    }
    draft.broken = true;
    switch (random.nextInt(6)) {
      case 0 -> draft.path = "no path at all";
      case 1 -> draft.path += "%zz%";
      case 2 -> draft.headers.put("X-Broken\u0001", "a\u0000b");
      case 3 -> draft.headers.put("Content-Length", junk.text().replaceAll("[\\r\\n]", "") + "x");
      case 4 -> draft.headers.put("X-Long", "y".repeat(20_000));
      default -> draft.method = "GE T";
    }
  }
}
