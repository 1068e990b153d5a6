package io.entdb.systemtests.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Requests of one actor to one tenant, bodies written by hand. Single quotes in bodies stand for
 * double ones.
 */
record Rest(Client client, String tenant, String actor) {
  static final String ALICE = "user:alice";
  static final String BOB = "user:bob";
  static final String ADMIN = "admin:root";

  /** A tenant that nobody has used, and Alice. The first write makes the tenant. */
  static Rest fresh(LocalStack stack) {
    return new Rest(Client.of(stack.rest()), "t-" + UUID.randomUUID(), ALICE);
  }

  /** The same tenant, another actor. */
  Rest as(String other) {
    return new Rest(client, tenant, other);
  }

  Answer get(String pathAndQuery) {
    return send("GET", pathAndQuery, BodyPublishers.noBody());
  }

  Answer post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(quoted(body)));
  }

  Answer put(String path, String body) {
    return send("PUT", path, BodyPublishers.ofString(quoted(body)));
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  /** Sends anything as this actor to this tenant. */
  Answer send(String method, String pathAndQuery, BodyPublisher body) {
    var headers = new HashMap<>(Map.of("X-Actor", actor));
    if (!tenant.isEmpty()) {
      headers.put("X-Tenant-ID", tenant);
    }
    return client.send(method, path(pathAndQuery), query(pathAndQuery), headers, body);
  }

  private static String path(String pathAndQuery) {
    int mark = pathAndQuery.indexOf('?');
    return mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
  }

  private static String query(String pathAndQuery) {
    int mark = pathAndQuery.indexOf('?');
    return mark < 0 ? "" : pathAndQuery.substring(mark + 1);
  }

  /** Commits operations and waits for their outcome. */
  Answer commit(String... operations) {
    return post(
        "/v1/atomic", "{'wait_applied':true,'operations':[" + String.join(",", operations) + "]}");
  }

  /** Makes a note and answers its id. */
  String note(String payload) {
    return commit("{'op':'create_node','type_id':7,'payload':" + payload + "}")
        .require(200)
        .nodeId();
  }

  /** All pages of an answer, following their tokens. */
  List<JsonNode> pages(String pathAndQuery) {
    var pages = new ArrayList<JsonNode>();
    String token = "";
    do {
      JsonNode page =
          get(token.isEmpty() ? pathAndQuery : pathAndQuery + "&page_token=" + token)
              .require(200)
              .json();
      pages.add(page);
      token = page.path("next_page_token").asText("");
    } while (!token.isEmpty());
    return pages;
  }

  static String quoted(String text) {
    return text.replace('\'', '"');
  }

  /** What stands under {@code error.details}. */
  static JsonNode details(Answer answer) {
    return answer.json().path("error").path("details");
  }

  static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** One member of each item of an array. */
  static List<String> texts(JsonNode array, String member) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.at("/" + member.replace('.', '/')).asText()));
    return texts;
  }
}
