package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.SharedStack;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent, the answer has the one form that clients know. */
@ExtendWith(SharedStack.class)
class HttpContractTest {
  private static final Map<String, String> IDENTITY =
      Map.of("X-Actor", Rest.ALICE, "X-Tenant-ID", "http");

  private Rest rest;
  private Client client;

  @BeforeEach
  void client(LocalStack stack) {
    rest = Rest.fresh(stack);
    client = rest.client();
  }

  private static void requireForm(Answer answer) {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    var members = new ArrayList<String>();
    answer.json().path("error").fieldNames().forEachRemaining(members::add);
    assertThat(members).as(answer.text()).containsExactlyInAnyOrder("code", "message", "details");
    assertThat(answer.json()).hasSize(1);
    assertThat(answer.json().at("/error/details").isObject()).isTrue();
  }

  @Test
  void routesMethodsAndMediaTypesThatAreNotThere() {
    requireForm(rest.get("/v1/nothing").requireError(404, "NOT_FOUND"));
    requireForm(rest.get("/").requireError(404, "NOT_FOUND"));
    requireForm(
        rest.send("DELETE", "/v1/atomic", BodyPublishers.noBody())
            .requireError(405, "METHOD_NOT_ALLOWED"));
    requireForm(
        client
            .send(
                "POST",
                "/v1/atomic",
                "",
                Map.of("Content-Type", "text/xml"),
                BodyPublishers.ofString("<plan/>"))
            .requireError(415, "UNSUPPORTED_MEDIA_TYPE"));
  }

  @Test
  void bodiesThatAreNoJson() {
    for (String body : List.of("", "{", "[]", "7", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "// x")) {
      requireForm(
          client
              .send("POST", "/v1/atomic", "", IDENTITY, BodyPublishers.ofString(body))
              .requireError(400, "INVALID_REQUEST"));
    }
    requireForm(
        client
            .send(
                "POST",
                "/v1/atomic",
                "",
                IDENTITY,
                BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff, '}'}))
            .requireError(400, "INVALID_REQUEST"));
    requireForm(
        client
            .send("POST", "/v1/atomic", "", IDENTITY, BodyPublishers.ofString("[".repeat(100_000)))
            .requireError(400, "INVALID_REQUEST"));
  }

  @Test
  void whoCallsMustBeSaidOnceAndAlike() {
    requireForm(
        client
            .send("GET", "/v1/nodes/x", "", Map.of(), BodyPublishers.noBody())
            .requireError(400, "INVALID_REQUEST"));
    requireForm(
        client
            .send("GET", "/v1/nodes/x", "actor=user:bob", IDENTITY, BodyPublishers.noBody())
            .requireError(400, "INVALID_REQUEST"));
    requireForm(
        client
            .send(
                "GET",
                "/v1/nodes/x",
                "tenant_id=_system&actor=a",
                Map.of(),
                BodyPublishers.noBody())
            .requireError(400, "INVALID_REQUEST"));
  }

  @Test
  void aRequestIdIsTakenOrMade() {
    Answer taken =
        client.send(
            "GET", "/v1/nothing", "", Map.of("X-Request-ID", "my-id.1"), BodyPublishers.noBody());
    assertThat(taken.headers().firstValue("X-Request-ID")).contains("my-id.1");
    Answer made = rest.get("/v1/nothing");
    assertThat(made.headers().firstValue("X-Request-ID").orElseThrow()).matches("req_[0-9a-f]{24}");
    Answer unusable =
        client.send(
            "GET", "/health", "", Map.of("X-Request-ID", "x".repeat(200)), BodyPublishers.noBody());
    assertThat(unusable.headers().firstValue("X-Request-ID").orElseThrow()).startsWith("req_");
  }

  @Test
  void theApiDescribesItself() {
    Answer openapi =
        client.send("GET", "/openapi", "format=json", Map.of(), BodyPublishers.noBody());
    var paths = new ArrayList<String>();
    openapi.require(200).json().path("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(paths)
        .contains(
            "/v1/atomic",
            "/v1/receipts/{idempotency_key}",
            "/v1/nodes",
            "/v1/nodes/get",
            "/v1/nodes/by-key",
            "/v1/nodes/{id}",
            "/v1/nodes/{id}/edges/out",
            "/v1/nodes/{id}/edges/in",
            "/v1/nodes/{id}/connected",
            "/v1/schema",
            "/v1/tenants",
            "/v1/tenants/{id}");
    assertThat(
            client.send("GET", "/docs/", "", Map.of(), BodyPublishers.noBody()).require(200).text())
        .contains("<html");
  }

  @Test
  void theGatewaySaysHowItIs() {
    Answer health =
        client.send("GET", "/health", "", Map.of(), BodyPublishers.noBody()).require(200);
    assertThat(health.json().path("status").asText()).isIn("healthy", "degraded");
    for (String component : List.of("wal", "sqlite", "s3")) {
      assertThat(health.json().path("components").path(component).asText()).isEqualTo("healthy");
    }
    assertThat(health.json().path("applier_lag_ms").asLong(-1)).isNotNegative();
    assertThat(health.json().path("version").asText()).isNotEmpty();
  }

  @Test
  void withoutTheTokenNobodyAdministers() {
    requireForm(rest.get("/admin/parked").requireError(401, "UNAUTHORIZED"));
  }

  /** Goal: nothing that a client sends is a fault of ours. Method: mutated plans and queries. */
  @Test
  void nothingThatIsSentIsAFaultOfOurs() {
    var random = new SplittableRandom(5);
    String plan =
        "{\"tenant_id\":\"http\",\"actor\":\"user:a\",\"wait_applied\":true,\"operations\":["
            + "{\"op\":\"create_node\",\"type_id\":7,\"payload\":{\"mark\":\"x\",\"counter\":1,"
            + "\"extra\":[1,{\"a\":null}],\"parent\":null}}]}";
    for (int i = 0; i < 300; i++) {
      var body = new StringBuilder(plan);
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        int at = random.nextInt(body.length());
        body.setCharAt(at, "{}[]\":,019e-tn\u00e9 ".charAt(random.nextInt(16)));
      }
      Answer answer =
          client.send("POST", "/v1/atomic", "", Map.of(), BodyPublishers.ofString(body.toString()));
      assertThat(answer.status()).as("%s: %s", body, answer.text()).isLessThan(500);
    }
  }
}
