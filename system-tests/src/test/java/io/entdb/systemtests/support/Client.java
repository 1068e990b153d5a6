package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The public REST API of one gateway. Tries nothing twice and hides nothing: every status is an
 * answer, and what never became one is an exception. Usable by several threads.
 */
public final class Client {
  /** The actor of every request; it sees and may do everything. */
  public static final String ACTOR = "system:test";

  /** The variable that gives a service its {@link #ADMIN_TOKEN}. */
  public static final String ADMIN_VARIABLE = "ENTDB_ADMIN_TOKEN";

  /** What operators of the tests' stacks prove themselves by. */
  public static final String ADMIN_TOKEN = "token-of-the-tests";

  /** Longer than any wait that the server does itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  // Closed with the JVM: a client per test would leave selector threads behind on failures.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI rest;
  private final Duration patience;

  private Client(URI rest, Duration patience) {
    this.rest = rest;
    this.patience = patience;
  }

  public static Client of(URI rest) {
    return new Client(rest, PATIENCE);
  }

  /** The same gateway, given up on sooner. */
  public Client patience(Duration duration) {
    return new Client(rest, duration);
  }

  /** Commits a plan. */
  public Answer atomic(Plan plan) {
    return send(
        "POST", "/v1/atomic", "", Map.of(), BodyPublishers.ofString(plan.json().toString()));
  }

  /** Reads a node; the text after {@code ?} may be empty. */
  public Answer node(String tenant, String id, String query) {
    return get(tenant, "/v1/nodes/" + encoded(id), query);
  }

  /** Lists nodes of a type. */
  public Answer nodes(String tenant, int typeId, String query) {
    return get(tenant, "/v1/nodes", "type_id=" + typeId + (query.isEmpty() ? "" : "&" + query));
  }

  /** Puts the schema of a tenant, or the default schema when the tenant is empty. */
  public Answer putSchema(String tenant, JsonNode schema) {
    return send(
        "PUT", "/v1/schema", "", identity(tenant), BodyPublishers.ofString(schema.toString()));
  }

  /** Enters a tenant. */
  public Answer createTenant(String tenant) {
    String body = "{\"tenant_id\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant);
    return send("POST", "/v1/tenants", "", identity(""), BodyPublishers.ofString(body));
  }

  /** Reads anything of a tenant; the text after {@code ?} may be empty. */
  public Answer get(String tenant, String path, String query) {
    return send("GET", path, query, identity(tenant), BodyPublishers.noBody());
  }

  /** Reads what only operators may. */
  public Answer admin(String path) {
    return send(
        "GET", path, "", Map.of("Authorization", "Bearer " + ADMIN_TOKEN), BodyPublishers.noBody());
  }

  /** Asks for what only operators may. */
  public Answer adminPost(String path, String body) {
    return send(
        "POST",
        path,
        "",
        Map.of("Authorization", "Bearer " + ADMIN_TOKEN),
        BodyPublishers.ofString(body));
  }

  /** Reads a text that is no JSON, such as metrics. */
  public String text(String path) {
    return send("GET", path, "", Map.of("Accept", "text/plain"), BodyPublishers.noBody())
        .require(200)
        .text();
  }

  /** Sends anything. */
  public Answer send(
      String method, String path, String query, Map<String, String> headers, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(rest.resolve(query.isEmpty() ? path : path + "?" + query))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .method(method, body);
    headers.forEach(request::setHeader);
    return exchange(request.build());
  }

  private static Answer exchange(HttpRequest request) {
    try {
      return Answer.of(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new NoAnswerException(request + " got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted in " + request, e);
    }
  }

  private static Map<String, String> identity(String tenant) {
    return tenant.isEmpty()
        ? Map.of("X-Actor", ACTOR)
        : Map.of("X-Actor", ACTOR, "X-Tenant-ID", tenant);
  }

  /** A query: {@code name=value&name=value}, values encoded. */
  public static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** All nodes of a type, page by page. */
  public List<JsonNode> allNodes(String tenant, int typeId) {
    return allNodes(tenant, typeId, "");
  }

  /** All nodes of a type at a position or later; the text names it as {@code after=…}. */
  public List<JsonNode> allNodes(String tenant, int typeId, String after) {
    String query = after.isEmpty() ? "page_size=1000" : "page_size=1000&" + after;
    return Pages.of(
        token ->
            nodes(
                tenant, typeId, token.isEmpty() ? query : query + "&page_token=" + encoded(token)));
  }
}
