package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of {@code of-a-tenant.txt}.
 *
 * @param path a template, as OpenAPI has it
 */
record RestRequest(String method, String path, String query, String body) {
  /** A request for every resource of a tenant. */
  static List<RestRequest> ofATenant() throws IOException {
    try (InputStream in = RestRequest.class.getResourceAsStream("/rest/of-a-tenant.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", 4))
          .map(parts -> new RestRequest(parts[0], parts[1], given(parts[2]), given(parts[3])))
          .toList();
    }
  }

  private static String given(String part) {
    return part.equals("-") ? "" : part;
  }

  /** Method and path of everything that a gateway says it has. */
  static Set<String> resources(Client gateway) {
    var all = new TreeSet<String>();
    var paths = gateway.get("", "/openapi", "format=json").require(200).json().path("paths");
    for (var path : paths.properties()) {
      for (var method : path.getValue().properties()) {
        all.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    assertThat(all).hasSizeGreaterThan(40);
    return all;
  }

  /** Method and path. */
  String resource() {
    return method + " " + path;
  }

  /** Sends it as it would be for a tenant. */
  Answer send(Client to, String tenant) {
    String at =
        path.replace("{id}", path.contains("/nodes/") ? "n" : tenant)
            .replace("{group}", "team")
            .replaceAll("\\{[a-z_]+}", "user:x");
    Map<String, String> headers =
        path.startsWith("/admin")
            ? Map.of("Authorization", "Bearer " + Client.ADMIN_TOKEN)
            : Map.of("X-Tenant-ID", tenant, "X-Actor", Client.ACTOR);
    return to.send(method, at, query, headers, BodyPublishers.ofString(body.replace("$T", tenant)));
  }
}
