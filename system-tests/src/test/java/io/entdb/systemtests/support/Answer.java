package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/**
 * What the server answered, whatever it was.
 *
 * @param request the method and the path, for messages
 * @param json the body; missing when it is no JSON
 */
public record Answer(String request, int status, HttpHeaders headers, String text, JsonNode json) {
  private static final JsonMapper JSON = new JsonMapper();

  public static Answer of(HttpResponse<String> response) {
    String request = response.request().method() + " " + response.request().uri().getPath();
    return new Answer(
        request,
        response.statusCode(),
        response.headers(),
        response.body(),
        parse(response.body()));
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** This answer, which has to have a status. */
  public Answer require(int expected) {
    assertThat(status).as("%s answered %s", request, text).isEqualTo(expected);
    return this;
  }

  /** This answer, which has to be an error with a status and a code. */
  public Answer requireError(int expected, String code) {
    require(expected);
    assertThat(errorCode()).as("%s answered %s", request, text).isEqualTo(code);
    return this;
  }

  /** The error's code; empty when this is none. */
  public String errorCode() {
    return json.path("error").path("code").asText("");
  }

  public boolean isOk() {
    return status == 200;
  }

  /** The position that a write's receipt names. */
  public String position() {
    return json.path("wal_position").asText();
  }

  /** The node that a write's only operation made. */
  public String nodeId() {
    return json.path("results").path(0).path("node_id").asText();
  }
}
