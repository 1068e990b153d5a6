package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Follows page tokens to the end. */
final class Pages {
  private Pages() {}

  static List<JsonNode> of(Function<String, Answer> page) {
    var nodes = new ArrayList<JsonNode>();
    String token = "";
    do {
      Answer answer = page.apply(token).require(200);
      answer.json().path("nodes").forEach(nodes::add);
      token = answer.json().path("next_page_token").asText("");
    } while (!token.isEmpty());
    return nodes;
  }
}
