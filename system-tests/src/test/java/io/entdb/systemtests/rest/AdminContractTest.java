package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Has a stack of its own, because only here the gateway has an admin token. */
class AdminContractTest {
  private static LocalStack stack;
  private static Client client;

  @BeforeAll
  static void startStack() {
    stack =
        LocalStack.builder()
            .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
            .environment(Kind.GATEWAY, "ENTDB_ADMIN_TOKEN", "right")
            .environment(Kind.GATEWAY, "ENTDB_AUTO_CREATE_TENANTS", "false")
            .start();
    client = Client.of(stack.rest());
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  private static Answer parked(Map<String, String> headers) {
    return client.send("GET", "/admin/parked", "", headers, BodyPublishers.noBody());
  }

  @Test
  void parkedTenantsAreForOperators() {
    Answer answer = parked(Map.of("Authorization", "Bearer right")).require(200);
    assertThat(answer.json().path("parked").isArray()).isTrue();
    parked(Map.of()).requireError(401, "UNAUTHORIZED");
    parked(Map.of("Authorization", "Bearer wrong")).requireError(401, "UNAUTHORIZED");
    parked(Map.of("Authorization", "Basic right")).requireError(401, "UNAUTHORIZED");
  }

  @Test
  void whereTenantsAreNotMadeByTheirFirstWriteTheyMustBeCreated() {
    Rest rest = new Rest(client, "made", Rest.ALICE);
    rest.put("/v1/schema", "{}").requireError(404, "NOT_FOUND");
    rest.commit("{'op':'create_node','type_id':1}").requireError(404, "NOT_FOUND");
    new Rest(client, "", Rest.ADMIN)
        .post("/v1/tenants", "{'tenant_id':'made','owner':'alice'}")
        .require(201);
    rest.put("/v1/schema", "{'node_types':[{'type_id':1}]}").require(200);
    rest.commit("{'op':'create_node','type_id':1}").require(200);
  }

  private static Answer snapshot(Map<String, String> headers, String body) {
    return client.send("POST", "/admin/snapshot", "", headers, BodyPublishers.ofString(body));
  }

  @Test
  void snapshotsAreForOperatorsAndNameTheirPosition() {
    Map<String, String> right = Map.of("Authorization", "Bearer right");
    new Rest(client, "", Rest.ADMIN)
        .post("/v1/tenants", "{'tenant_id':'kept','owner':'alice'}")
        .require(201);
    snapshot(Map.of(), "").requireError(401, "UNAUTHORIZED");
    snapshot(Map.of("Authorization", "Bearer wrong"), "").requireError(401, "UNAUTHORIZED");
    snapshot(right, "{\"tenant_id\":\"absent\"}").requireError(404, "NOT_FOUND");
    snapshot(right, "{\"tenant\":\"kept\"}").requireError(400, "INVALID_REQUEST");
    snapshot(right, "[1]").requireError(400, "INVALID_REQUEST");

    JsonNode one =
        snapshot(right, "{\"tenant_id\":\"kept\"}").require(202).json().path("snapshots");
    assertThat(one).hasSize(1);
    String position = one.get(0).path("wal_position").asText();
    String n = position.substring(position.lastIndexOf(':') + 1);
    String id = one.get(0).path("snapshot_id").asText();
    assertThat(id).isEqualTo("snap_" + "0".repeat(20 - n.length()) + n);
    JsonNode all = snapshot(right, "").require(202).json().path("snapshots");
    assertThat(all.findValuesAsText("tenant_id")).contains("_system", "kept");

    String path = "/admin/snapshots/" + id;
    Answer pending = get(path, "tenant_id=kept", right).require(200);
    assertThat(pending.json().path("status").asText()).isEqualTo("PENDING");
    get(path, "", right).requireError(400, "INVALID_REQUEST");
    get(path, "tenant_id=kept", Map.of()).requireError(401, "UNAUTHORIZED");
    get("/admin/snapshots/x", "tenant_id=kept", right).requireError(404, "NOT_FOUND");
  }

  private static Answer rebase(String tenant, Map<String, String> headers, String body) {
    String path = "/admin/tenants/" + tenant + "/rebase";
    return client.send("POST", path, "", headers, BodyPublishers.ofString(Rest.quoted(body)));
  }

  @Test
  void aRebaseIsForOperatorsAndSaysWhatIsWrong() {
    Map<String, String> right = Map.of("Authorization", "Bearer right");
    new Rest(client, "", Rest.ADMIN)
        .post("/v1/tenants", "{'tenant_id':'based','owner':'alice'}")
        .require(201);
    String image = "{'image_sha256':'" + "a".repeat(64) + "'}";
    rebase("based", Map.of(), image).requireError(401, "UNAUTHORIZED");
    rebase("based", right, image).requireError(404, "NOT_FOUND");
    rebase("based", right, "").requireError(400, "INVALID_REQUEST");
    rebase("based", right, "{'image_sha256':'A'}").requireError(400, "INVALID_REQUEST");
    rebase("based", right, "{'image_sha256':1}").requireError(400, "INVALID_REQUEST");
    rebase("_system", right, image).require(400);
    assertThat(client.get("", "/v1/tenants/based", "").require(200).json().path("status").asText())
        .isEqualTo("active");
  }

  private static Answer get(String path, String query, Map<String, String> headers) {
    return client.send("GET", path, query, headers, BodyPublishers.noBody());
  }
}
