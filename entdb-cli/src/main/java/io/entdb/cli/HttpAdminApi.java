package io.entdb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The same over HTTP, with the admin token. */
final class HttpAdminApi implements AdminApi {
  /** Longer than the gateway itself waits for an outcome. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI gateway;
  private final String token;

  HttpAdminApi(URI gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  @Override
  public JsonNode post(String path, Map<String, String> body) throws CliException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(gateway.resolve(path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      return answer(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new CliException("gateway %s does not answer: %s".formatted(gateway, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }

  private JsonNode answer(HttpResponse<String> response) throws CliException {
    JsonNode json;
    try {
      json = JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CliException(
          "gateway %s answers %d with no JSON".formatted(gateway, response.statusCode()), e);
    }
    if (response.statusCode() >= 300) {
      JsonNode error = json.path("error");
      throw new CliException(
          "the gateway refuses it: %s %s"
              .formatted(error.path("code").asText(), error.path("message").asText()));
    }
    return json;
  }
}
